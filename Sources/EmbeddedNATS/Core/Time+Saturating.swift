extension Int64 {
    /// The sum, or the nearest number where 64 bits do not hold it. Times and durations come from clients.
    func adding(saturating other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }
}
