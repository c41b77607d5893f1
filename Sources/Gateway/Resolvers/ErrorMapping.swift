import GraphQLEngine
import JSON
import Logging
import NATSKV

extension ErrorCode {
    static let keyInvalid = ErrorCode(rawValue: "KEY_INVALID")
    static let valueInvalid = ErrorCode(rawValue: "VALUE_INVALID")
    static let valueTooLarge = ErrorCode(rawValue: "VALUE_TOO_LARGE")
    static let keyExists = ErrorCode(rawValue: "KEY_EXISTS")
    static let revisionConflict = ErrorCode(rawValue: "REVISION_CONFLICT")
    static let storeUnavailable = ErrorCode(rawValue: "STORE_UNAVAILABLE")
    static let storeTimeout = ErrorCode(rawValue: "STORE_TIMEOUT")
    static let outcomeUnknown = ErrorCode(rawValue: "OUTCOME_UNKNOWN")
    static let subscriberTooSlow = ErrorCode(rawValue: "SUBSCRIBER_TOO_SLOW")
    static let persistedQueryNotFound = ErrorCode(rawValue: "PERSISTED_QUERY_NOT_FOUND")
}

/// The one place where failures of the store become errors of a response.
///
/// Only texts written here reach a client; what the store said goes to the log.
enum ErrorMapping {
    /// - Parameters:
    ///   - request: An expression that names the request; evaluated only where something is logged.
    ///   - trace: The same for the trace it belongs to.
    static func fieldError(
        _ error: NATSError,
        key: String?,
        request: @autoclosure () -> RequestID? = nil,
        trace: @autoclosure () -> String? = nil,
        _ logger: Logger
    ) -> FieldError {
        func log(_ message: Logger.Message) {
            var metadata: Logger.Metadata = ["error": "\(error)"]
            if let id = request() { metadata["request-id"] = "\(id)" }
            if let id = trace() { metadata["trace-id"] = "\(id)" }
            logger.error(message, metadata: metadata)
        }
        switch error.code {
        case .keyInvalid: return FieldError(sentence(error), code: .keyInvalid)
        case .cursorInvalid, .revisionAhead: return FieldError(sentence(error), code: .badUserInput)
        case .keyExists: return FieldError("The key \(shown(key)) exists already.", code: .keyExists)
        case .revisionMismatch: return conflict(error, key)
        case .valueTooLarge:
            return FieldError("The value is larger than the bucket or the server takes.", code: .valueTooLarge)
        case .timeout: return FieldError("The store did not answer in time.", code: .storeTimeout)
        case .outcomeUnknown:
            return FieldError(
                "The acknowledgement of the write was lost: it may or may not have happened.",
                code: .outcomeUnknown
            )
        case .unavailable, .closed, .cancelled, .noResponders, .tls:
            return FieldError("The store cannot be reached.", code: .storeUnavailable)
        case .bucketNotFound:
            log("the bucket is gone")
            return FieldError("The bucket does not exist.", code: .storeUnavailable)
        case .authorization:
            log("the store refused the gateway")
            return FieldError("The store does not permit this.", code: .storeUnavailable)
        case .limitExceeded:
            log("the bucket or the store is full")
            return FieldError("The bucket or the server has no room for this.", code: .valueTooLarge)
        default:
            log("the store failed")
            return FieldError("The store failed.", code: .internalServerError)
        }
    }

    private static func conflict(_ error: NATSError, _ key: String?) -> FieldError {
        var extensions = JSONObject()
        var message = "The newest revision of the key \(shown(key)) is another one"
        if let revision = error.currentRevision {
            extensions["currentRevision"] = .number(JSONNumber(revision))
            message += ": \(revision)"
        }
        return FieldError(message + ".", code: .revisionConflict, extensions: extensions)
    }

    /// The text comes from the check itself, which repeats nothing that was sent but numbers.
    private static func sentence(_ error: NATSError) -> String {
        guard let first = error.message.first else { return "The argument is illegal." }
        return first.uppercased() + error.message.dropFirst() + "."
    }

    /// A key is client input of up to 3 KiB; a message shows its beginning.
    private static func shown(_ key: String?) -> String {
        guard let key else { return "" }
        return key.count > 100 ? "\"\(key.prefix(100))...\"" : "\"\(key)\""
    }
}
