// As much of NATS as gateway.js needs: requests over one inbox, and a Key-Value bucket by direct gets. What is written
// within one turn of the event loop leaves in one write.
"use strict";
const net = require("net");

const LINE_END = Buffer.from("\r\n");

class Connection {
    /** Connects to a URL like nats://127.0.0.1:4222. */
    static open(url) {
        const { hostname, port } = new URL(url);
        const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
        return new Promise((resolve, reject) => {
            const connection = new Connection(socket, resolve);
            socket.on("data", (bytes) => connection.received(bytes));
            socket.on("error", (error) => { connection.lost(error); reject(error); });
            socket.on("close", () => connection.lost(new Error("NATS closed the connection")));
        });
    }

    constructor(socket, ready) {
        this.socket = socket;
        this.ready = ready;
        this.inbox = `_INBOX.${process.pid}${Math.random().toString(36).slice(2)}.`;
        this.waiting = new Map();
        this.number = 0;
        this.unread = null;
        this.unsent = "";
    }

    /** Sends a request; gives { headers, payload } of its answer. */
    request(subject, payload) {
        this.number = (this.number + 1) % 0x40000000;
        const number = this.number;
        this.write(`PUB ${subject} ${this.inbox}${number} ${Buffer.byteLength(payload)}\r\n${payload}\r\n`);
        return new Promise((resolve, reject) => this.waiting.set(number, { resolve, reject }));
    }

    write(text) {
        if (this.unsent === "") {
            setImmediate(() => {
                const text = this.unsent;
                this.unsent = "";
                this.socket.write(text);
            });
        }
        this.unsent += text;
    }

    lost(error) {
        for (const { reject } of this.waiting.values()) reject(error);
        this.waiting.clear();
    }

    received(bytes) {
        if (this.unread) bytes = Buffer.concat([this.unread, bytes]);
        let start = 0;
        for (;;) {
            const end = bytes.indexOf(LINE_END, start);
            if (end < 0) break;
            const next = this.frame(bytes, bytes.latin1Slice(start, end), end + 2);
            if (next < 0) break;
            start = next;
        }
        this.unread = start < bytes.length ? bytes.subarray(start) : null;
    }

    /** Takes the frame of a control line; gives where it ends, or -1 while it is not complete. */
    frame(bytes, line, start) {
        if (line.startsWith("HMSG") || line.startsWith("MSG")) {
            const words = line.split(" ");
            const size = Number(words[words.length - 1]);
            const headerSize = line[0] === "H" ? Number(words[words.length - 2]) : 0;
            const end = start + size;
            if (end + 2 > bytes.length) return -1;
            const waiter = this.take(Number(words[1].slice(this.inbox.length)));
            const headers = bytes.latin1Slice(start, start + headerSize);
            if (waiter) waiter.resolve({ headers, payload: bytes.subarray(start + headerSize, end) });
            return end + 2;
        }
        if (line === "PING") this.write("PONG\r\n");
        else if (line === "PONG") this.ready(this);
        else if (line.startsWith("INFO"))
            this.write(`CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB ${this.inbox}* 1\r\nPING\r\n`);
        else if (line.startsWith("-ERR")) this.lost(new Error(line));
        return start;
    }

    take(number) {
        const waiter = this.waiting.get(number);
        this.waiting.delete(number);
        return waiter;
    }
}

function header(headers, name) {
    const start = headers.indexOf(name) + name.length;
    return start < name.length ? "" : headers.slice(start, headers.indexOf("\r\n", start));
}

class Bucket {
    constructor(connection, name) {
        this.connection = connection;
        this.prefix = `$KV.${name}.`;
        this.api = `$JS.API.DIRECT.GET.KV_${name}`;
    }

    /** The newest entry of a key; null where it is absent or deleted. */
    async get(key) {
        const entry = this.entry(await this.connection.request(`${this.api}.${this.prefix}${key}`, ""));
        return entry && entry.operation === "" ? entry : null;
    }

    /** Every revision that the bucket holds, oldest first. */
    async history(key) {
        const entries = [];
        let first = 1;
        for (;;) {
            const filter = `{"seq":${first},"next_by_subj":"${this.prefix}${key}"}`;
            const entry = this.entry(await this.connection.request(this.api, filter));
            if (!entry) return entries;
            entries.push(entry);
            first = entry.revision + 1;
        }
    }

    /** Writes a value; gives its revision. */
    async put(key, text) {
        const { payload } = await this.connection.request(this.prefix + key, text);
        const acknowledgement = JSON.parse(payload.toString());
        if (acknowledgement.error) throw new Error(acknowledgement.error.description);
        return acknowledgement.seq;
    }

    entry({ headers, payload }) {
        if (headers.startsWith("NATS/1.0 404")) return null;
        if (!headers.startsWith("NATS/1.0\r\n")) throw new Error(headers.slice(0, headers.indexOf("\r\n")));
        return {
            key: header(headers, "Nats-Subject: ").slice(this.prefix.length),
            revision: Number(header(headers, "Nats-Sequence: ")),
            time: header(headers, "Nats-Time-Stamp: "),
            operation: header(headers, "KV-Operation: "),
            payload,
        };
    }
}

module.exports = { Bucket, Connection };
