/// A value with a place of its own in memory: handing the box on moves a pointer, not the value.
///
/// A box cannot be copied, so nothing else knows the pointer, and the pointer is valid for as long as the box is there:
/// whoever may read or change the box may do so with the value.
struct Box<Value: ~Copyable>: ~Copyable {
    private let pointer: UnsafeMutablePointer<Value>

    init(_ value: consuming Value) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: value)
    }

    deinit {
        pointer.deinitialize(count: 1)
        pointer.deallocate()
    }

    var value: Value {
        _read { yield pointer.pointee }
        _modify { yield &pointer.pointee }
    }
}
