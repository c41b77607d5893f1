#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the process has used of the machine, under the names that Prometheus' own client libraries give it.
struct ProcessFigures {
    /// User and system time in seconds.
    var processorSeconds: Double
    var residentBytes: Int?

    static func now() -> Self {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        let seconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        return Self(processorSeconds: seconds, residentBytes: residentBytes())
    }

    /// The second number of /proc/self/statm, in pages; `nil` where there is no such file.
    private static func residentBytes() -> Int? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let numbers = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.split(separator: UInt8(ascii: " "))
        guard numbers.count > 1, let pages = Int(String(decoding: numbers[1], as: UTF8.self)) else { return nil }
        return pages.multipliedReportingOverflow(by: sysconf(Int32(_SC_PAGESIZE))).partialValue
    }

    var text: String {
        var text = "# TYPE process_cpu_seconds_total counter\n"
        text += PrometheusName.line("process_cpu_seconds_total", "", PrometheusNumber(processorSeconds))
        if let residentBytes {
            text += "# TYPE process_resident_memory_bytes gauge\n"
            text += PrometheusName.line("process_resident_memory_bytes", "", residentBytes)
        }
        return text
    }
}
