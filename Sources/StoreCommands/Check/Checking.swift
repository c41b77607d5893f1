import Gateway
package import Logging
import NATSKV
import SchemaGen

/// `kvgraph check`: configuration, models, connection, buckets and stored values, in this order. Writes nothing.
package struct Checking: Sendable {
    package var allRevisions = false
    package var timeout = Duration.seconds(10)

    package init() {}

    /// - Parameter progress: Told what is being read: namespace, values read, values in all.
    package func run(
        _ target: CommandTarget,
        variables: [String: String],
        logger: Logger,
        progress: (_ namespace: String, _ read: Int, _ total: Int) -> Void
    ) async -> CheckReport {
        var report = CheckReport()
        guard let configuration = configuration(target, variables, &report),
            let generated = models(configuration, &report)
        else { return report }
        guard StoreConnection.exists(configuration) else {
            report.add(.connection, nil, .warning, "there is no store folder yet; kvgraph serve makes it")
            return report
        }
        let connection: StoreConnection
        do {
            connection = try await StoreConnection.open(configuration, timeout: timeout, logger: logger)
        } catch {
            report.add(.connection, nil, .failed, error.description)
            return report
        }
        report.add(.connection, nil, .passed, connection.place)
        for (chosen, api) in zip(configuration.apis, generated.apis) {
            guard let bucket = await bucket(of: chosen, configuration, connection, &report) else { continue }
            await scan(bucket, api, &report, progress)
        }
        await connection.close()
        return report
    }

    private func configuration(
        _ target: CommandTarget,
        _ variables: [String: String],
        _ report: inout CheckReport
    ) -> Configuration? {
        do {
            var configuration = try target.configuration(variables)
            if target.namespace != nil { configuration = try target.selected(variables) }
            let names = configuration.apis.map(\.namespace).joined(separator: ", ")
            let source = target.configurationFile ?? target.model ?? "what was last served"
            report.add(.configuration, nil, .passed, "\(source): \(names)")
            return configuration
        } catch {
            report.add(.configuration, nil, .failed, error.description)
            return nil
        }
    }

    private func models(_ configuration: Configuration, _ report: inout CheckReport) -> GeneratedSchema? {
        do {
            let generated = try SchemaLoader.load(configuration)
            for warning in generated.warnings { report.add(.model, nil, .warning, warning.description) }
            if generated.warnings.isEmpty { report.add(.model, nil, .passed, "everything can be said in the schema") }
            return generated
        } catch {
            report.add(.model, nil, .failed, error.description)
            return nil
        }
    }

    /// The bucket, where it is there.
    private func bucket(
        of api: APIConfiguration,
        _ configuration: Configuration,
        _ connection: StoreConnection,
        _ report: inout CheckReport
    ) async -> KeyValueBucket? {
        let wanted: BucketConfiguration
        do {
            wanted = try StoreConnection.bucket(of: api, configuration)
        } catch {
            report.add(.bucket, api.namespace, .failed, error.description)
            return nil
        }
        do {
            let bucket = try await connection.client.bucket(wanted.name, timeout: timeout)
            let differences = wanted.differences(from: try await bucket.status())
            let list = differences.map(\.description).joined(separator: ", ")
            report.add(
                .bucket,
                api.namespace,
                differences.isEmpty ? .passed : .failed,
                differences.isEmpty ? wanted.name.rawValue : "\(wanted.name): \(list)"
            )
            return bucket
        } catch {
            if error.code == .bucketNotFound {
                report.add(.bucket, api.namespace, .warning, "\(wanted.name): not there yet; kvgraph serve makes it")
            } else {
                report.add(.bucket, api.namespace, .failed, "\(wanted.name): \(error.message)")
            }
            return nil
        }
    }

    private func scan(
        _ bucket: KeyValueBucket,
        _ api: GeneratedAPI,
        _ report: inout CheckReport,
        _ progress: (_ namespace: String, _ read: Int, _ total: Int) -> Void
    ) async {
        var scan = ValueScan(namespace: api.namespace, bucket: bucket.name.rawValue)
        do {
            try await scan.run(bucket, api.validator, allRevisions: allRevisions, patience: timeout) {
                progress(api.namespace, $0, $1)
            }
            let count = scan.values == 1 ? "1 value" : "\(scan.values) values"
            if scan.invalid == 0 {
                report.add(.values, api.namespace, .passed, "\(count), all fit the model")
            } else {
                report.add(.values, api.namespace, .failed, "\(count), \(scan.invalid) do not fit the model")
            }
        } catch {
            report.add(.values, api.namespace, .failed, "after \(scan.values) values: \(error)")
        }
        report.scans.append(scan)
    }
}
