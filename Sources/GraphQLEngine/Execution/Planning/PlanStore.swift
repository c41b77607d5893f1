import JSON
import Synchronization

/// The plans of one operation: one for each assignment of the variables in `@skip` and `@include`, made when it first
/// occurs, so that execution itself never looks at conditions.
///
/// An operation without such variables has one plan, which is read without a lock.
final class PlanStore: Sendable {
    private let context: PlanningContext
    /// The variables in conditions, by their place in the operation's definitions.
    private let conditionVariables: [Int]
    private let only: Plan?
    private let made: Mutex<[Assignment: Plan]>

    /// No more plans than this are kept; further ones are made for each execution.
    private static var maximumPlans: Int { 16 }
    /// Nor are plans kept that have more fields than this together.
    private static var maximumFields: Int { 16_384 }

    /// The state of each variable in conditions.
    private typealias Assignment = [UInt8]

    init(_ context: PlanningContext) {
        self.context = context
        conditionVariables = context.source.document.conditionVariables.compactMap { context.variableIndices[$0] }
        if conditionVariables.isEmpty {
            var planner = Planner(context, variables: .none)
            planner.planOperation()
            only = Plan(planner.tables, schema: context.schema, isShared: true)
        } else {
            only = nil
        }
        made = Mutex([:])
    }

    /// The plan for some variables.
    func plan(for variables: VariableValues) -> Plan {
        if let only { return only }
        let assignment = assignment(of: variables)
        if let known = made.withLock({ $0[assignment] }) { return known }
        var planner = Planner(context, variables: variables)
        planner.planOperation()
        let tables = planner.tables
        return made.withLock { made in
            if let known = made[assignment] { return known }
            let isShared = made.count < Self.maximumPlans && Self.hasRoom(for: tables, among: made, besides: nil)
            let plan = Plan(tables, schema: context.schema, isShared: isShared)
            if isShared { made[assignment] = plan }
            return plan
        }
    }

    /// A plan that also knows the selection of a field for one more type; everything in `plan` keeps its place.
    ///
    /// Shared plans grow in one line, each from the newest, so that places in an older one stay right.
    func extended(_ plan: Plan, field: Int32, type: TypeID, variables: VariableValues) -> Plan {
        guard plan.isShared else { return extend(plan, field, type, variables) }
        let assignment = assignment(of: variables)
        return made.withLock { made in
            let newest = made[assignment] ?? only ?? plan
            if newest.tables.cases[Plan.Case(field: field, type: type)] != nil { return newest }
            let extended = extend(newest, field, type, variables)
            guard Self.hasRoom(for: extended.tables, among: made, besides: assignment) else {
                return Plan(extended.tables, schema: context.schema, isShared: false)
            }
            made[assignment] = extended
            return extended
        }
    }

    private func extend(_ plan: Plan, _ field: Int32, _ type: TypeID, _ variables: VariableValues) -> Plan {
        var planner = Planner(context, variables: variables, extending: plan)
        planner.planCase(of: field, type: type)
        return Plan(planner.tables, schema: context.schema, isShared: plan.isShared)
    }

    private static func hasRoom(
        for tables: Plan.Tables,
        among made: [Assignment: Plan],
        besides assignment: Assignment?
    ) -> Bool {
        var fields = tables.fields.count
        for (other, plan) in made where other != assignment { fields += plan.tables.fields.count }
        return fields <= maximumFields
    }

    private func assignment(of variables: VariableValues) -> Assignment {
        conditionVariables.map { index in
            switch variables[index] {
            case .bool(let value)?: value ? 1 : 0
            case nil: 3
            default: 2
            }
        }
    }
}
