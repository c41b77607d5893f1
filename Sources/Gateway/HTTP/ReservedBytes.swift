/// Memory that was reserved in one piece for all that is appended to it: one check of the room instead of one of the
/// buffer, its owner and its room for each part.
struct ReservedBytes {
    private let memory: UnsafeMutableRawBufferPointer
    /// How many bytes are written.
    private(set) var count = 0

    /// - Parameter memory: Must outlive this value.
    init(_ memory: UnsafeMutableRawBufferPointer) { self.memory = memory }

    /// What finds no room is left out; the memory behind belongs to others.
    mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { append($0) }
    }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends decimal digits.
    mutating func append(decimal number: UInt64) {
        guard memory.count - count >= DecimalBytes.maximumDigits else { return }
        count += DecimalBytes.write(number, to: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= memory.count - count else { return }
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }
}
