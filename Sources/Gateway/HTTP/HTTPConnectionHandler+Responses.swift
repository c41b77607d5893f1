import GraphQLEngine
import NIOCore
import NIOHTTP1

extension HTTPConnectionHandler {
    /// The usual answer, whose head is prepared and whose body comes straight from the execution. Whatever is unusual
    /// about it goes the general way.
    func respond(_ type: ContentType, _ execution: inout Execution) {
        guard let head else { return }
        let size = execution.errorCount == 0 ? execution.responseSize : .max
        guard size < HTTPLoop.compressionThreshold, type == .json, head.takesUsualHead,
            head.fields.acceptEncoding == nil || loop.sendsShortBodiesAsTheyAre(head.fields.acceptEncoding),
            loop.settings.crossOrigin.isOff, !machine.closesAfterAnswer, !loop.isStopping
        else { return respond(.ok, type, fields: "", body: execution.finish()) }
        var out = loop.takeScratch()
        let usual = loop.usualHead
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: usual.maximumSize + size) { memory in
            var bytes = ReservedBytes(memory)
            usual.write(to: &bytes, requestNumber: requestNumber, length: size)
            execution.finish { bytes.append($0) }
            return bytes.count
        }
        write(out)
        loop.scratch = out
        finishExchange(closing: false)
    }
}
