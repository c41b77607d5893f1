/// How large an operation may be. What is above is refused before anything is executed.
///
/// Counts are of the selected operation with its fragments expanded, so a fragment counts once for every spread.
public struct OperationLimits: Sendable, Hashable {
    /// For the parser: tokens, nesting and bytes of the document.
    public var document: ParserLimits
    /// Fields within fields.
    public var depth: Int
    /// Fields with an alias.
    public var aliases: Int
    /// Fields at the top level.
    public var rootFields: Int
    /// The sum over all fields of ``fieldCost`` or ``fetchCost``.
    public var cost: Int
    /// What a field costs that needs no fetch.
    public var fieldCost: Int
    /// What a field costs that is a fetch.
    public var fetchCost: Int

    /// Fetches of one execution. How many there are below lists shows only as results come in; the fields that would
    /// need more are errors then.
    public var fetches: Int

    /// For operations that clients send.
    public init(
        document: ParserLimits = ParserLimits(),
        depth: Int = 64,
        aliases: Int = 1000,
        rootFields: Int = 100,
        cost: Int = 100_000,
        fieldCost: Int = 1,
        fetchCost: Int = 10,
        fetches: Int = 10_000
    ) {
        self.document = document
        self.depth = depth
        self.aliases = aliases
        self.rootFields = rootFields
        self.cost = cost
        self.fieldCost = fieldCost
        self.fetchCost = fetchCost
        self.fetches = fetches
    }

    /// Execution recurses once a level; nothing may be nested deeper than this, whatever `depth` says.
    public static let maximumDepth = 512
}
