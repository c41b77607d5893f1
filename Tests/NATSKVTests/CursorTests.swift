import Testing

@testable import NATSKV

@Suite("Cursors of pages")
struct CursorTests {
    @Test("read back what was written", arguments: [0, 1, 255, 256, 1 << 32, UInt64.max])
    func roundTrip(number: UInt64) throws {
        let cursor = KeyValueCursor(bucket: ~number, revision: number)
        #expect(cursor.description.utf8.count == 28)
        #expect(try KeyValueCursor(cursor.description) == cursor)
    }

    @Test("are refused with any letter changed, left out or added")
    func tampering() throws {
        let text = Array(KeyValueCursor(bucket: 0x0123_4567_89AB_CDEF, revision: 4711).description)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. é"
        for index in text.indices {
            for letter in letters where letter != text[index] {
                var changed = text
                changed[index] = letter
                #expect(throws: NATSError.self) { try KeyValueCursor(String(changed)) }
            }
            var shorter = text
            shorter.remove(at: index)
            #expect(throws: NATSError.self) { try KeyValueCursor(String(shorter)) }
            var longer = text
            longer.insert("A", at: index)
            #expect(throws: NATSError.self) { try KeyValueCursor(String(longer)) }
        }
        #expect(throws: NATSError.self) { try KeyValueCursor("") }
    }
}
