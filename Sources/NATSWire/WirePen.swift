/// Writes into memory reserved once for a whole frame. Every write is checked against the reservation; one that does
/// not fit is dropped and noted, so that a wrong estimate cannot write outside of it.
@usableFromInline
struct WirePen {
    // The one place of the encoder with raw memory: a frame written piece by piece into a ByteBuffer costs about
    // twice as much, because each piece checks the capacity and the uniqueness of the storage.
    @usableFromInline let memory: UnsafeMutableRawBufferPointer
    @usableFromInline var count = 0

    @inlinable init(_ memory: UnsafeMutableRawBufferPointer) {
        self.memory = memory
    }

    @inlinable mutating func put(_ bytes: some WireBytes) {
        var position = count
        let memory = memory
        bytes.withWireBytes { run in
            guard run.count <= memory.count - position else { return }
            UnsafeMutableRawBufferPointer(rebasing: memory[position..<position + run.count]).copyMemory(from: run)
            position += run.count
        }
        count = position
    }

    @inlinable mutating func put(byte: UInt8) {
        guard count < memory.count else { return }
        memory[count] = byte
        count += 1
    }

    /// Decimal digits without sign or padding.
    @inlinable mutating func put(decimal value: UInt64) {
        if value < 10 {
            put(byte: 0x30 &+ UInt8(truncatingIfNeeded: value))
            return
        }
        var digits = 1
        var bound: UInt64 = 10
        while value >= bound {
            digits += 1
            let (next, isOver) = bound.multipliedReportingOverflow(by: 10)
            if isOver { break }
            bound = next
        }
        guard digits <= memory.count - count else { return }
        var position = count + digits
        var rest = value
        while rest > 0 {
            position -= 1
            memory[position] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    @inlinable mutating func put(decimal value: Int) {
        put(decimal: UInt64(clamping: value))
    }
}
