import Gateway
import StoreCommands

/// The namespaces that a shell offers after `--namespace`.
enum NamespaceCompletion {
    /// - Parameter words: The command line so far; its flags say what is configured.
    @Sendable
    static func namespaces(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        func value(_ names: String...) -> String? {
            for (word, next) in zip(words, words.dropFirst()) where names.contains(word) { return next }
            return nil
        }
        let target = CommandTarget(
            configurationFile: value("-c", "--config"),
            model: value("--model"),
            storeFolder: value("--store-dir")
        )
        return (try? target.configuration(Environment.variables).apis.map(\.namespace)) ?? []
    }
}
