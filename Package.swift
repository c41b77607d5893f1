// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "kvgraph",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "kvgraph", targets: ["kvgraph"]),
        .library(name: "GraphQLEngine", targets: ["GraphQLEngine"]),
        .library(name: "SchemaGen", targets: ["SchemaGen"]),
        .library(name: "NATSKV", targets: ["NATSKV"]),
        .library(name: "EmbeddedNATS", targets: ["EmbeddedNATS"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CSodium",
            pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]
        ),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .target(name: "JSON", swiftSettings: strict),
        .target(name: "GraphQLEngine", dependencies: ["JSON"], swiftSettings: strict),
        .target(
            name: "SchemaGen",
            dependencies: ["GraphQLEngine", "JSON", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict
        ),
        .target(
            name: "NATSWire",
            dependencies: ["JSON", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: strict
        ),
        .target(
            name: "NATSKV",
            dependencies: [
                "CSodium", "JSON", "NATSWire",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "EmbeddedNATS",
            dependencies: [
                "JSON", "NATSWire",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Gateway",
            dependencies: [
                "CSodium", "CZlib", "EmbeddedNATS", "GraphQLEngine", "JSON", "NATSKV", "SchemaGen",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("Console/Assets")],
            swiftSettings: strict
        ),
        .target(
            name: "StoreCommands",
            dependencies: [
                "Gateway", "JSON", "NATSKV", "SchemaGen",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "kvgraph",
            dependencies: [
                "Gateway", "NATSKV", "StoreCommands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Microbenchmarks",
            dependencies: [
                "GraphQLEngine", "JSON", "NATSWire", "SchemaGen",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Benchmarks/Sources/Microbenchmarks",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "ModelBenchmark",
            dependencies: ["SchemaGen"],
            path: "Benchmarks/Sources/ModelBenchmark",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "NATSBenchmark",
            dependencies: ["NATSKV", .product(name: "NIOCore", package: "swift-nio")],
            path: "Benchmarks/Sources/NATSBenchmark",
            swiftSettings: strict
        ),
        // What tests of several targets start: server processes.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "TestSupportTests", dependencies: ["TestSupport"], swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
        .testTarget(name: "GraphQLEngineTests", dependencies: ["GraphQLEngine", "JSON"], swiftSettings: strict),
        .testTarget(
            name: "SchemaGenTests",
            dependencies: ["SchemaGen", "GraphQLEngine", "JSON"],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(name: "NATSWireTests", dependencies: ["NATSWire"], swiftSettings: strict),
        .testTarget(
            name: "NATSKVTests",
            dependencies: ["NATSKV", "EmbeddedNATS", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EmbeddedNATSTests",
            dependencies: [
                "EmbeddedNATS", "JSON", "NATSWire", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "CZlib", "Gateway", "NATSKV", "EmbeddedNATS", "TestSupport",
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StoreCommandsTests",
            dependencies: [
                "EmbeddedNATS", "Gateway", "JSON", "NATSKV", "SchemaGen", "StoreCommands", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
    ]
)
