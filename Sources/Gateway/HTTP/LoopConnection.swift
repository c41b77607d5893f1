import NIOCore

/// A connection of an event loop, whatever protocol it speaks now. Confined to that loop.
protocol LoopConnection: AnyObject {
    /// Where the loop's table has this connection.
    var slot: Int? { get set }
    /// Looks at the times the connection keeps to.
    func checkDeadline(_ now: NIODeadline)
    /// Sends what was gathered in this turn of the loop.
    func flushGathered()
    /// The server stops: finish what is in work and close.
    func serverStops()
    func closeNow()
}
