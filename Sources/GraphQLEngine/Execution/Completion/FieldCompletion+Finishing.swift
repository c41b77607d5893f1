import JSON

extension FieldCompletion {
    /// Exact where there are no errors.
    var responseSize: Int {
        let size = dataSize + 9  // {"data":}
        return errors.isEmpty ? size : size + 11 + errors.count * 256
    }

    private var dataSize: Int {
        var size = 0
        emitData { size += $0.count }
        return size
    }

    /// Responses of about this size at most are put together and emitted as one part.
    private static var assembledSize: Int { 4096 }

    mutating func finish(_ emit: (Span<UInt8>) -> Void) {
        failUnanswered()
        guard errors.isEmpty, output.writer.count <= Self.assembledSize else { return emitResponse(emit) }
        // Taken out while it grows, so that the response can be read at the same time.
        var response: [UInt8] = []
        swap(&response, &assembled)
        response.removeAll(keepingCapacity: true)
        emitResponse { part in part.withUnsafeBufferPointer { response.append(contentsOf: $0) } }
        emit(response.span)
        swap(&response, &assembled)
    }

    private func emitResponse(_ emit: (Span<UInt8>) -> Void) {
        emitStatic("{\"data\":", emit)
        emitData(emit)
        if !errors.isEmpty {
            emitStatic(",\"errors\":", emit)
            let writer = errorsAsJSON()
            emit(writer.bytes.span)
        }
        emitStatic("}", emit)
    }

    private func emitStatic(_ text: StaticString, _ emit: (Span<UInt8>) -> Void) {
        text.withUTF8Buffer { emit($0.span) }
    }

    /// The pieces of `data` in the order of the selection: of a run, what fills the hole after a piece comes next, and
    /// then the piece after it.
    private func emitData(_ emit: (Span<UInt8>) -> Void) {
        var run = rootRun
        /// The hole that the run fills; negative for the root.
        var hole: Int32 = -1
        while true {
            guard let index = run.first else {
                guard hole >= 0 else { return }
                let filled = holes[Int(hole)]
                hole = filled.parent
                run = (filled.piece + 1)..<self.run(of: hole).upperBound
                continue
            }
            run = (index + 1)..<run.upperBound
            let piece = output.pieces[index]
            if piece.start < piece.end { emit(output.writer.bytes.span.extracting(piece.start..<piece.end)) }
            if piece.isNulled { emitStatic("null", emit) }
            if piece.hole >= 0, case .resolved(let inner) = holes[Int(piece.hole)].state {
                hole = piece.hole
                run = inner
            }
        }
    }

    /// The pieces that fill a hole; those of the root where it is negative.
    private func run(of hole: Int32) -> Range<Int> {
        guard hole >= 0 else { return rootRun }
        if case .resolved(let run) = holes[Int(hole)].state { return run }
        return 0..<0
    }

    private mutating func failUnanswered() {
        guard !isComplete else { return }
        for index in holes.indices {
            switch holes[index].state {
            case .waiting, .due:
                if case .waiting = holes[index].state { schedule.pending += 1 }
                holes[index].state = .fetching
            case .fetching, .resolved, .cancelled:
                break
            }
            resume(FetchID(index: Int32(truncatingIfNeeded: index))) {
                $0.error(FieldError("The field was not resolved.", code: .internalServerError))
            }
        }
    }

    // MARK: Errors

    private func errorsAsJSON() -> JSONWriter {
        var locator = SourceLocator(operation.document.source)
        var writer = JSONWriter(reserving: errors.count * 256)
        writer.append(0x5B)
        for (index, error) in errors.enumerated() {
            if index > 0 { writer.append(0x2C) }
            graphQLError(error, &locator).write(to: &writer)
        }
        if omittedErrors > 0 {
            writer.append(",")
            GraphQLError("\(omittedErrors) more errors are not listed.").write(to: &writer)
        }
        writer.append(0x5D)
        return writer
    }

    private func graphQLError(_ record: FieldErrorRecord, _ locator: inout SourceLocator) -> GraphQLError {
        var locations: [SourceLocation] = []
        if record.offset >= 0 {
            locations = [locator.location(at: UInt32(truncatingIfNeeded: record.offset))]
        } else if record.field >= 0 {
            for index in plan.tables.fields[Int(record.field)].nodes.indices {
                let node = operation.document[plan.tables.nodes[index]]
                locations.append(locator.location(at: node.range.offset))
            }
        }
        return GraphQLError(
            record.error.message,
            locations: locations,
            path: record.path.isEmpty ? nil : plan.segments(of: record.path),
            code: record.error.code,
            extensions: record.error.extensions
        )
    }

    /// The errors so far as those of a request that is not executed.
    func requestErrors(otherwise message: String) -> [GraphQLError] {
        guard !errors.isEmpty else { return [GraphQLError(message, code: .badUserInput)] }
        var locator = SourceLocator(operation.document.source)
        return errors.map { graphQLError($0, &locator) }
    }
}
