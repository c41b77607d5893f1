// Key-Value and JetStream through nats.go, against any server with JetStream.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run Tests/Interop/go/main.go URL
//
// Exits with 1 at the first difference.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

var checks int

func expect(what string, actual, expected interface{}) {
	checks++
	if fmt.Sprint(actual) != fmt.Sprint(expected) {
		fmt.Printf("FAIL  %s\n  expected: %v\n  actual:   %v\n", what, expected, actual)
		os.Exit(1)
	}
}

func must(what string, err error) {
	if err != nil {
		fmt.Printf("FAIL  %s: %v\n", what, err)
		os.Exit(1)
	}
}

func refused(what string, err error, expected error) {
	checks++
	if err == nil || (expected != nil && !errors.Is(err, expected)) {
		fmt.Printf("FAIL  %s: expected %v, got %v\n", what, expected, err)
		os.Exit(1)
	}
}

func name(kind string) string { return fmt.Sprintf("gointerop_%s_%d", kind, os.Getpid()) }

func main() {
	nc, err := nats.Connect(os.Args[1], nats.MaxReconnects(0))
	must("connect", err)
	js, err := nc.JetStream()
	must("JetStream", err)
	for _, part := range []struct {
		name string
		run  func(*nats.Conn, nats.JetStreamContext)
	}{
		{"values", values}, {"markers", markers}, {"watches", watches}, {"buckets", buckets},
		{"core", core}, {"push", push}, {"pull", pull}, {"streams", streams},
	} {
		part.run(nc, js)
		fmt.Println("ok   ", part.name)
	}
	nc.Close()
	fmt.Println(checks, "checks passed on", os.Args[1])
}

func values(nc *nats.Conn, js nats.JetStreamContext) {
	kv, err := js.CreateKeyValue(&nats.KeyValueConfig{Bucket: name("values"), History: 5})
	must("create", err)
	_, err = kv.Get("none")
	refused("missing key", err, nats.ErrKeyNotFound)
	revision, err := kv.Put("a", []byte("1"))
	must("put", err)
	expect("first revision", revision, 1)
	entry, err := kv.Get("a")
	must("get", err)
	expect("value", string(entry.Value()), "1")
	expect("revision", entry.Revision(), 1)
	expect("operation", entry.Operation(), nats.KeyValuePut)
	expect("age", time.Since(entry.Created()) < time.Minute, true)
	_, err = kv.Create("a", []byte("x"))
	refused("create of a live key", err, nats.ErrKeyExists)
	revision, err = kv.Update("a", []byte("2"), 1)
	must("update", err)
	expect("updated", revision, 2)
	_, err = kv.Update("a", []byte("3"), 1)
	refused("update of an old revision", err, nil)
	entry, err = kv.GetRevision("a", 1)
	must("get revision", err)
	expect("old value", string(entry.Value()), "1")
	_, err = kv.GetRevision("b", 1)
	refused("revision of another key", err, nats.ErrKeyNotFound)
	large := bytes.Repeat([]byte{0, 255, 10, 13}, 100_000)
	_, err = kv.Put("large", large)
	must("put large", err)
	entry, err = kv.Get("large")
	must("get large", err)
	expect("large value", bytes.Equal(entry.Value(), large), true)
	must("delete bucket", js.DeleteKeyValue(name("values")))
}

func markers(nc *nats.Conn, js nats.JetStreamContext) {
	kv, err := js.CreateKeyValue(&nats.KeyValueConfig{Bucket: name("markers"), History: 10})
	must("create", err)
	kv.Put("k", []byte("1"))
	kv.Put("k", []byte("2"))
	must("delete", kv.Delete("k"))
	_, err = kv.Get("k")
	refused("deleted key", err, nats.ErrKeyNotFound)
	entries, err := kv.History("k")
	must("history", err)
	found := []string{}
	for _, entry := range entries {
		found = append(found, fmt.Sprintf("%d %v %s", entry.Revision(), entry.Operation(), entry.Value()))
	}
	expect("history", strings.Join(found, ","), "1 KeyValuePutOp 1,2 KeyValuePutOp 2,3 KeyValueDeleteOp ")
	revision, err := kv.Create("k", []byte("3"))
	must("create over a marker", err)
	expect("created", revision, 4)
	refused("conditional delete", kv.Delete("k", nats.LastRevision(2)), nil)
	must("conditional delete", kv.Delete("k", nats.LastRevision(4)))
	must("purge", kv.Purge("k"))
	entries, err = kv.History("k")
	must("history", err)
	expect("after purge", fmt.Sprintf("%d %v", len(entries), entries[0].Operation()), "1 KeyValuePurgeOp")
	kv.Put("live", []byte("x"))
	must("purge deletes", kv.PurgeDeletes(nats.DeleteMarkersOlderThan(-1)))
	status, err := kv.Status()
	must("status", err)
	expect("values", status.Values(), 1)
	expect("history", status.History(), 10)
	keys, err := kv.Keys()
	must("keys", err)
	expect("keys", keys, []string{"live"})
	must("delete bucket", js.DeleteKeyValue(name("markers")))
}

func watches(nc *nats.Conn, js nats.JetStreamContext) {
	kv, err := js.CreateKeyValue(&nats.KeyValueConfig{Bucket: name("watches"), History: 5})
	must("create", err)
	_, err = kv.Keys()
	refused("keys of nothing", err, nats.ErrNoKeysFound)
	watcher, err := kv.WatchAll()
	must("watch", err)
	next := func(w nats.KeyWatcher) string {
		select {
		case entry := <-w.Updates():
			if entry == nil {
				return "end"
			}
			return fmt.Sprintf("%s=%s %v", entry.Key(), entry.Value(), entry.Operation())
		case <-time.After(5 * time.Second):
			return "timeout"
		}
	}
	expect("nothing yet", next(watcher), "end")
	for i := 0; i < 1000; i++ {
		_, err := kv.Put(fmt.Sprint("k.", i%10), []byte(fmt.Sprint(i)))
		must("put", err)
	}
	for i := 0; i < 1000; i++ {
		expect("live update", next(watcher), fmt.Sprintf("k.%d=%d KeyValuePutOp", i%10, i))
	}
	watcher.Stop()
	one, err := kv.Watch("k.3", nats.IncludeHistory())
	must("watch", err)
	for i := 953; i < 1000; i += 10 {
		expect("history first", next(one), fmt.Sprintf("k.3=%d KeyValuePutOp", i))
	}
	expect("caught up", next(one), "end")
	must("delete", kv.Delete("k.3"))
	expect("marker", next(one), "k.3= KeyValueDeleteOp")
	one.Stop()
	meta, err := kv.Watch("k.*", nats.MetaOnly(), nats.IgnoreDeletes())
	must("watch", err)
	for i := 0; i < 9; i++ {
		expect("no value", strings.HasSuffix(next(meta), "= KeyValuePutOp"), true)
	}
	expect("caught up", next(meta), "end")
	meta.Stop()
	keys, err := kv.Keys()
	must("keys", err)
	sort.Strings(keys)
	expect("keys", keys, "[k.0 k.1 k.2 k.4 k.5 k.6 k.7 k.8 k.9]")
	must("delete bucket", js.DeleteKeyValue(name("watches")))
}

func buckets(nc *nats.Conn, js nats.JetStreamContext) {
	for i := 0; i < 3; i++ {
		_, err := js.CreateKeyValue(&nats.KeyValueConfig{
			Bucket: name(fmt.Sprint("bucket", i)), TTL: time.Hour, Storage: nats.MemoryStorage, MaxBytes: 1 << 20,
			MaxValueSize: 100, Description: "d",
		})
		must("create", err)
	}
	kv, err := js.KeyValue(name("bucket0"))
	must("bind", err)
	_, err = kv.Put("k", make([]byte, 101))
	refused("too large", err, nil)
	status, err := kv.Status()
	must("status", err)
	expect("ttl", status.TTL(), time.Hour)
	for i := 0; i < 3; i++ {
		must("delete", js.DeleteKeyValue(name(fmt.Sprint("bucket", i))))
	}
	_, err = js.KeyValue(name("bucket0"))
	refused("gone", err, nats.ErrBucketNotFound)
}

func core(nc *nats.Conn, js nats.JetStreamContext) {
	_, err := nc.Request("nobody.listens", nil, time.Second)
	refused("no responders", err, nats.ErrNoResponders)
	sub, err := nc.QueueSubscribe("svc.*", "q", func(m *nats.Msg) {
		reply := nats.NewMsg(m.Reply)
		reply.Data = []byte(strings.ToUpper(string(m.Data)))
		reply.Header.Set("X", m.Subject)
		m.RespondMsg(reply)
	})
	must("subscribe", err)
	answer, err := nc.Request("svc.up", []byte("hello"), time.Second)
	must("request", err)
	expect("answer", string(answer.Data)+" "+answer.Header.Get("X"), "HELLO svc.up")
	must("drain", sub.Drain())
	one, err := nc.SubscribeSync("limited")
	must("subscribe", err)
	must("auto unsubscribe", one.AutoUnsubscribe(2))
	for i := 0; i < 5; i++ {
		nc.Publish("limited", nil)
	}
	nc.Flush()
	one.NextMsg(time.Second)
	one.NextMsg(time.Second)
	_, err = one.NextMsg(100 * time.Millisecond)
	refused("the third", err, nats.ErrMaxMessages)
}

func push(nc *nats.Conn, js nats.JetStreamContext) {
	stream := name("push")
	_, err := js.AddStream(&nats.StreamConfig{Name: stream, Subjects: []string{stream + ".>"}})
	must("stream", err)
	for i := 0; i < 100; i++ {
		_, err := js.Publish(fmt.Sprint(stream, ".", i%4), []byte(fmt.Sprint(i)))
		must("publish", err)
	}
	sub, err := js.SubscribeSync(stream+".1", nats.OrderedConsumer())
	must("ordered", err)
	for i := 1; i < 100; i += 4 {
		message, err := sub.NextMsg(time.Second)
		must("next", err)
		expect("ordered", string(message.Data), i)
	}
	must("unsubscribe", sub.Unsubscribe())
	durable, err := js.SubscribeSync(stream+".>", nats.Durable("d"), nats.AckExplicit(), nats.AckWait(200*time.Millisecond), nats.MaxAckPending(10))
	must("durable", err)
	for i := 0; i < 100; i++ {
		message, err := durable.NextMsg(2 * time.Second)
		must("next", err)
		expect("durable", string(message.Data), i)
		must("ack", message.AckSync())
	}
	info, err := js.ConsumerInfo(stream, "d")
	must("info", err)
	expect("floor", fmt.Sprint(info.AckFloor.Stream, info.NumAckPending, info.NumPending), "100 0 0")
	_, err = js.Publish(stream+".again", []byte("again"))
	must("publish", err)
	message, err := durable.NextMsg(time.Second)
	must("next", err)
	expect("first time", string(message.Data), "again")
	message, err = durable.NextMsg(2 * time.Second)
	must("redelivered", err)
	meta, err := message.Metadata()
	must("metadata", err)
	expect("second time", fmt.Sprintf("%s %d", message.Data, meta.NumDelivered), "again 2")
	must("nak", message.NakWithDelay(50*time.Millisecond))
	message, err = durable.NextMsg(2 * time.Second)
	must("after nak", err)
	must("term", message.Term())
	_, err = durable.NextMsg(400 * time.Millisecond)
	refused("nothing after term", err, nats.ErrTimeout)
	must("unsubscribe", durable.Unsubscribe())
	must("delete", js.DeleteStream(stream))
}

func pull(nc *nats.Conn, js nats.JetStreamContext) {
	stream := name("pull")
	_, err := js.AddStream(&nats.StreamConfig{Name: stream, Subjects: []string{stream}})
	must("stream", err)
	sub, err := js.PullSubscribe(stream, "worker", nats.AckWait(300*time.Millisecond))
	must("subscribe", err)
	_, err = sub.Fetch(1, nats.MaxWait(100*time.Millisecond))
	refused("nothing there", err, nats.ErrTimeout)
	for i := 0; i < 50; i++ {
		_, err := js.Publish(stream, []byte(fmt.Sprint(i)))
		must("publish", err)
	}
	seen := 0
	for seen < 50 {
		messages, err := sub.Fetch(7, nats.MaxWait(time.Second))
		must("fetch", err)
		for _, message := range messages {
			expect("in order", string(message.Data), seen)
			must("ack", message.AckSync())
			seen++
		}
	}
	info, err := sub.ConsumerInfo()
	must("info", err)
	expect("all acknowledged", fmt.Sprint(info.AckFloor.Stream, info.NumAckPending), "50 0")
	must("unsubscribe", sub.Unsubscribe())
	must("delete", js.DeleteStream(stream))
}

func streams(nc *nats.Conn, js nats.JetStreamContext) {
	stream := name("streams")
	config := &nats.StreamConfig{Name: stream, Subjects: []string{stream + ".*"}, MaxMsgs: 10}
	_, err := js.AddStream(config)
	must("add", err)
	_, err = js.AddStream(config)
	must("add again", err)
	config.MaxMsgs = 5
	info, err := js.UpdateStream(config)
	must("update", err)
	expect("updated", info.Config.MaxMsgs, 5)
	for i := 0; i < 8; i++ {
		_, err := js.Publish(stream+".a", []byte(fmt.Sprint(i)), nats.MsgId(fmt.Sprint(i/2)))
		must("publish", err)
	}
	info, err = js.StreamInfo(stream)
	must("info", err)
	expect("deduplicated", info.State.Msgs, 4)
	message, err := js.GetLastMsg(stream, stream+".a")
	must("last", err)
	expect("last", string(message.Data), "6")
	must("delete message", js.DeleteMsg(stream, 1))
	_, err = js.GetMsg(stream, 1)
	refused("deleted message", err, nats.ErrMsgNotFound)
	must("purge", js.PurgeStream(stream))
	account, err := js.AccountInfo()
	must("account", err)
	expect("streams", account.Streams > 0, true)
	must("delete", js.DeleteStream(stream))
	_, err = js.StreamInfo(stream)
	refused("gone", err, nats.ErrStreamNotFound)
}
