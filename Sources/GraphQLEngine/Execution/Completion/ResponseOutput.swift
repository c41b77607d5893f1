import JSON

/// The response as it grows: bytes in the order in which they come in, and pieces that say in which order they go out.
///
/// Without fetches inside a value all of it is one piece. A fetch leaves a hole between two pieces; its result is a run
/// of pieces of its own, wherever in the buffer that happens to lie.
struct ResponseOutput {
    /// Everything written so far.
    var writer = JSONWriter(reserving: 256)
    private(set) var pieces: [Piece] = []
    /// Where the piece begins that is being written.
    private(set) var openStart = 0

    struct Piece {
        /// In the buffer.
        var start: Int
        var end: Int
        /// The hole whose result stands here, after the bytes; negative for none.
        var hole: Int32 = -1
        /// Whether `null` stands after the bytes, in place of what null propagation took out.
        var isNulled = false
    }

    /// A place in the response: a piece (or the one being written) and an offset in the buffer.
    struct Position {
        var piece: Int
        var offset: Int
    }

    /// What ``rewind(to:)`` goes back to.
    struct Mark {
        var position: Position
        var openStart: Int
    }

    /// Forgets everything; the storage is kept.
    mutating func removeAll() {
        writer.removeAll()
        while !pieces.isEmpty { pieces.removeLast() }
        openStart = 0
    }

    var position: Position { Position(piece: pieces.count, offset: writer.count) }
    var mark: Mark { Mark(position: position, openStart: openStart) }

    /// Takes back everything that was written since the mark.
    mutating func rewind(to mark: Mark) {
        writer.truncate(to: mark.position.offset)
        if pieces.count > mark.position.piece { pieces.removeLast(pieces.count - mark.position.piece) }
        openStart = mark.openStart
    }

    /// Starts a run of pieces: the index of its first.
    mutating func beginRun() -> Int {
        openStart = writer.count
        return pieces.count
    }

    /// Leaves a hole here: the index of the piece before it.
    mutating func leaveHole(_ hole: Int32) -> Int {
        pieces.append(Piece(start: openStart, end: writer.count, hole: hole))
        openStart = writer.count
        return pieces.count - 1
    }

    /// Ends a run of pieces: the index after its last.
    mutating func endRun() -> Int {
        pieces.append(Piece(start: openStart, end: writer.count))
        openStart = writer.count
        return pieces.count
    }

    /// Takes out what stands between two positions of different pieces, and puts `null` there.
    mutating func cut(from start: Position, to end: Position) {
        guard start.piece < end.piece, end.piece < pieces.count else { return }
        pieces[start.piece].end = max(pieces[start.piece].start, min(pieces[start.piece].end, start.offset))
        pieces[start.piece].hole = -1
        pieces[start.piece].isNulled = true
        for index in (start.piece + 1)..<end.piece { pieces[index] = Piece(start: 0, end: 0) }
        pieces[end.piece].start = min(max(pieces[end.piece].start, end.offset), pieces[end.piece].end)
    }

    /// Replaces a run of pieces by `null`.
    mutating func cut(run: Range<Int>) {
        guard let first = run.first, run.upperBound <= pieces.count else { return }
        for index in run { pieces[index] = Piece(start: 0, end: 0) }
        pieces[first].isNulled = true
    }
}
