import Foundation

struct SystemError: Error {
    /// As `errno` has it.
    var number: Int32
}

/// Starts a process that has only the three standard files: no input, the output of this number in a pipe, the other
/// output discarded.
///
/// - Parameters:
///   - arguments: The program's name first.
///   - environment: As `name=value`.
/// - Returns: The process's number, and the end of the pipe to read from.
func spawn(
    _ program: String,
    _ arguments: [String],
    _ environment: [String],
    outputNumber: Int32
) throws(SystemError) -> (id: Int32, output: Int32) {
    let pipe = try makePipe()
    #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
    #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
        close(pipe.write)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, outputNumber == 1 ? 2 : 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipe.write, outputNumber)
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    // Files without close-on-exec would keep ports and pipes of other tests open.
    #if canImport(Darwin)
        flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
        _ = closeFrom?(&actions, 3)
    #endif
    // The threads of Dispatch block signals, which a child would inherit.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var id: pid_t = 0
    let failure = withCStrings(arguments) { arguments in
        withCStrings(environment) { posix_spawnp(&id, program, &actions, &attributes, arguments, $0) }
    }
    guard failure == 0 else {
        close(pipe.read)
        throw SystemError(number: failure)
    }
    return (id, pipe.read)
}

#if !canImport(Darwin)
    private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// In glibc since 2.34, but not in what Swift sees of it. Where it is missing, close-on-exec has to do.
    private let closeFrom: CloseFrom? =
        dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map { unsafeBitCast($0, to: CloseFrom.self) }
#endif

private func makePipe() throws(SystemError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError(number: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}

private func withCStrings<Result>(
    _ strings: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
