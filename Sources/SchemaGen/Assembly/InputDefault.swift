import JSON

extension MappedModel {
    /// A default of the model as a value of variables: property names replaced by field names. Nil where it does not
    /// fit the type.
    func inputDefault(_ value: JSONValue, _ type: MappedType) -> JSONValue? {
        if value.isNull { return type.isNullable ? .null : nil }
        switch type.shape {
        case .scalar(let scalar):
            return fits(value, scalar) ? value : nil
        case .enumeration(let index):
            guard let text = value.string, enums[index].values.contains(text) else { return nil }
            return value
        case .union:
            return value
        case .list(let item):
            guard let items = value.array else { return nil }
            var result: [JSONValue] = []
            for element in items {
                guard let converted = inputDefault(element, item) else { return nil }
                result.append(converted)
            }
            return .array(result)
        case .object(let index):
            guard let members = value.object else { return nil }
            return objects[index].isOpen ? value : inputDefault(members, objects[index])
        }
    }

    private func inputDefault(_ members: JSONObject, _ object: MappedObject) -> JSONValue? {
        var result = JSONObject()
        for member in members {
            guard let field = object.fields.first(where: { ExactText($0.property) == ExactText(member.name) }),
                let converted = inputDefault(member.value, field.type)
            else { return nil }
            result[field.name] = converted
        }
        for field in object.fields where field.isRequired && !field.type.isNullable && field.defaultValue == nil {
            guard result[field.name] != nil else { return nil }
        }
        return .object(result)
    }

    private func fits(_ value: JSONValue, _ scalar: MappedScalar) -> Bool {
        switch scalar {
        case .string, .dateTime, .date, .duration, .uuid: value.string != nil
        case .int: value.number?.int32 != nil
        case .long: value.number?.isInteger == true
        case .float: value.number.map { $0.double.isFinite } ?? false
        case .boolean: value.bool != nil
        case .json: true
        }
    }
}
