import JSON
import Testing

@Suite struct NumberTests {
    @Test(
        "equal numbers compare and hash alike, however they are written",
        arguments: [
            ["1", "1.0", "1e0", "10e-1", "0.1e1", "1.000e+0000", "100000000000000000000e-20"],
            ["0", "-0", "0.000", "0e999999999999999999999", "-0.0e-5"],
            ["-1500", "-1.5e3", "-15E2", "-0.0015e6"],
            ["1e999999999999999999999", "10e999999999999999999998", "0.1e1000000000000000000000"],
            ["1e-999999999999999999999", "10e-1000000000000000000000", "0.01e-999999999999999999997"],
            ["1e100000000000000000", "10e99999999999999999", "0.1e100000000000000001", "100e99999999999999998"],
            ["1e-100000000000000000", "0.1e-99999999999999999"],
            [
                "123456789012345678901234567890", "1.2345678901234567890123456789e29",
                "12345678901234567890123456789.0e1",
            ],
        ]
    )
    func equality(texts: [String]) throws {
        for left in texts {
            for right in texts {
                let (left, right) = (try JSONNumber(left), try JSONNumber(right))
                #expect(left == right)
                #expect(left.hashValue == right.hashValue)
                #expect(!(left < right) && !(right < left))
            }
        }
    }

    @Test("numbers are in order without rounding")
    func order() throws {
        let texts = [
            "-1e1000000000000000000000", "-1e999999999999999999999", "-9223372036854775809", "-9223372036854775808",
            "-1.5", "-1.4999999999999999999999999", "-1e-5", "-1e-999999999999999999999", "0",
            "1e-1000000000000000000001", "1e-1000000000000000000000", "1e-400", "0.1", "0.10000000000000000000000001",
            "0.3", "0.30000000000000000000000001", "1", "9007199254740992", "9007199254740993",
            "9223372036854775807", "9223372036854775808", "12345678901234567890123", "12345678901234567890124",
            "1e99999999999999999", "1e100000000000000000", "1e999999999999999999999", "1e1000000000000000000000",
        ]
        let numbers = try texts.map { try JSONNumber($0) }
        for (left, first) in numbers.enumerated() {
            for (right, second) in numbers.enumerated() {
                #expect((first < second) == (left < right), "\(first) < \(second)")
                #expect((first == second) == (left == right))
            }
        }
    }

    @Test(
        "multiples are exact",
        arguments: [
            ("9", "3", true), ("10", "3", false), ("0.0075", "0.0001", true), ("0.00751", "0.0001", false),
            ("4.5", "1.5", true), ("1.1", "0.1", true), ("0", "7", true), ("-9", "3", true), ("3", "9", false),
            ("1e308", "0.123456789", false), ("12391239123", "1e-8", true), ("9007199254740993", "2", false),
            ("123456789012345678901234567890", "10", true), ("123456789012345678901234567890", "7", true),
            ("123456789012345678901234567890", "11", false),
            ("86419753", "7.0", true), ("1e999999999999999999999", "1024", true), ("1e10", "1024", true),
            ("1e9", "1024", false), ("1e999999999999999999999", "3", false), ("3e999999999999999999999", "3", true),
            ("1e-999999999999999999999", "1e-999999999999999999998", false),
            ("1e-999999999999999999998", "1e-999999999999999999999", true), ("1", "1e999999999999999999999", false),
            ("246913578024691357802469135780", "123456789012345678901234567890", true),
            ("246913578024691357802469135781", "123456789012345678901234567890", false),
            ("18446744073709551615", "18446744073709551615", true), ("5", "0", false),
        ]
    )
    func multiples(value: String, divisor: String, expected: Bool) throws {
        #expect(try JSONNumber(value).isMultiple(of: JSONNumber(divisor)) == expected)
    }

    @Test("products of random numbers are multiples, and their neighbours are not", arguments: [7, 8] as [UInt64])
    func randomMultiples(seed: UInt64) throws {
        var generator = SplitMix(seed: seed)
        for _ in 0..<500 {
            let divisor = Int64.random(in: 2...1_000_000, using: &generator)
            let factor = Int64.random(in: 1...1_000_000, using: &generator)
            let places = Int.random(in: 0...6, using: &generator)
            let (product, scaled) = (divisor * factor, try JSONNumber("\(divisor)e-\(places)"))
            #expect(try JSONNumber("\(product)e-\(places)").isMultiple(of: scaled))
            #expect(try !JSONNumber("\(product + 1)e-\(places)").isMultiple(of: scaled))
        }
    }

    @Test(
        "integers are recognised and fit or do not",
        arguments: [
            ("1", true, 1), ("1.0", true, 1), ("1e3", true, 1000), ("1.5", false, nil), ("1.5e1", true, 15),
            ("9223372036854775807", true, .max), ("9223372036854775808", true, nil),
            ("-9223372036854775808", true, .min), ("-9223372036854775809", true, nil), ("-0", true, 0),
            ("18446744073709551616", true, nil), ("1e999999999", true, nil), ("1e-999999999", false, nil),
            ("9223372036854775807.0", true, .max), ("92233720368547758070e-1", true, .max), ("1e19", true, nil),
            ("0.1e99999999999999999999", true, nil),
        ] as [(String, Bool, Int64?)]
    )
    func integers(text: String, isInteger: Bool, int64: Int64?) throws {
        let number = try JSONNumber(text)
        #expect(number.isInteger == isInteger)
        #expect(number.int64 == int64)
        #expect(number.int32 == int64.flatMap { Int32(exactly: $0) })
        #expect(number.text == text)
    }

    @Test("integers of either width make numbers with their digits")
    func fromIntegers() {
        #expect(JSONNumber(Int64.min).text == "-9223372036854775808")
        #expect(JSONNumber(UInt64.max).text == "18446744073709551615")
        #expect(JSONNumber(Int64.min).decimal == JSONDecimal(Int64.min))
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(-Double.infinity) == nil)
    }

    @Test(
        "doubles are written as JavaScript writes them",
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (100, "100"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"), (1.5e21, "1.5e+21"), (123_456_789_012_345_683_968, "123456789012345680000"),
            (1e-6, "0.000001"),
            (1e-7, "1e-7"), (1.25e-7, "1.25e-7"), (.leastNonzeroMagnitude, "5e-324"),
            (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
            (9_007_199_254_740_992, "9007199254740992"), (0.30000000000000004, "0.30000000000000004"),
            (123.456, "123.456"),
            (1_125_899_906_842_624.5, "1125899906842624.5"), (.nan, "null"), (.infinity, "null"),
        ] as [(Double, String)]
    )
    func doubles(value: Double, text: String) {
        var writer = JSONWriter()
        writer.write(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test("random doubles survive as text", arguments: [11, 12] as [UInt64])
    func randomDoubles(seed: UInt64) throws {
        var generator = SplitMix(seed: seed)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: generator.next())
            guard let number = JSONNumber(value) else { continue }
            #expect(number.double == value)
            #expect(try JSONNumber(number.text) == number)
        }
        #expect(try JSONNumber("1e400").double == .infinity)
    }

    @Test("random integers are written as Swift writes them", arguments: [13] as [UInt64])
    func randomIntegers(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        for shift in 0..<64 as Range<UInt64> {
            let value = Int64(bitPattern: generator.next()) >> shift
            var writer = JSONWriter()
            writer.write(value)
            writer.append(0x20)
            writer.write(UInt64(bitPattern: value))
            #expect(String(decoding: writer.bytes, as: UTF8.self) == "\(value) \(UInt64(bitPattern: value))")
        }
    }

    @Test("text that is no number is refused", arguments: ["", "-", "01", "1 ", " 1", "1.", "abc", "0x1", "١"])
    func invalid(text: String) {
        #expect(throws: JSONError.self) { try JSONNumber(text) }
    }
}
