import GraphQLEngine
import NIOCore
import NIOHTTP1

extension HTTPConnectionHandler {
    /// The usual answer, whose head is prepared and whose body comes straight from the execution. Whatever is unusual
    /// about it goes the general way.
    func respond(_ type: ContentType, _ execution: inout Execution) {
        let size = execution.errorCount == 0 ? execution.responseSize : .max
        guard size < HTTPLoop.compressionThreshold, type == .json, fields.requestID == nil, !isHeadOnly,
            loop.sendsShortBodiesAsTheyAre(fields.acceptEncoding), loop.settings.crossOrigin.isOff,
            !machine.closesAfterAnswer, !loop.isStopping, !isOldVersion
        else { return respond(.ok, type, fields: "", body: execution.finish()) }
        var out = loop.takeScratch()
        loop.usualHead.write(to: &out, requestNumber: requestNumber, length: size)
        execution.finish { part in part.withUnsafeBytes { _ = out.writeBytes($0) } }
        write(out)
        loop.scratch = out
        finishExchange(closing: false)
    }
}
