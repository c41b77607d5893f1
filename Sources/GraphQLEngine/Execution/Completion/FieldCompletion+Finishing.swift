import JSON

extension FieldCompletion {
    /// Exact where there are no errors.
    var responseSize: Int {
        var size = 9  // {"data":}
        emitRuns { size += $0.count }
        return errors.isEmpty ? size : size + 11 + errors.count * 256
    }

    mutating func finish(_ emit: (Span<UInt8>) -> Void) {
        failUnanswered()
        emitStatic("{\"data\":", emit)
        emitRuns(emit)
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

    /// The pieces of `data` in the order of the selection.
    private func emitRuns(_ emit: (Span<UInt8>) -> Void) {
        var runs: [Range<Int>] = []
        var run = rootRun
        while true {
            guard let index = run.first else {
                guard let outer = runs.popLast() else { return }
                run = outer
                continue
            }
            run = (index + 1)..<run.upperBound
            let piece = output.pieces[index]
            if piece.start < piece.end { emit(output.writer.bytes.span.extracting(piece.start..<piece.end)) }
            if piece.isNulled { emitStatic("null", emit) }
            if piece.hole >= 0, case .resolved(let inner) = holes[Int(piece.hole)].state {
                runs.append(run)
                run = inner
            }
        }
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
