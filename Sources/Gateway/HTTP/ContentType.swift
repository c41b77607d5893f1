/// The media types that the gateway sends.
enum ContentType: Int, CaseIterable {
    case json, graphQLResponse, eventStream, html, css, javascript, plain, graphQL, svg, prometheus

    var text: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .graphQLResponse: "application/graphql-response+json; charset=utf-8"
        case .eventStream: "text/event-stream; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        case .css: "text/css; charset=utf-8"
        case .javascript: "text/javascript; charset=utf-8"
        case .plain: "text/plain; charset=utf-8"
        case .graphQL: "application/graphql; charset=utf-8"
        case .svg: "image/svg+xml"
        case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
        }
    }
}
