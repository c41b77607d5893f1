// A GraphQL gateway over one NATS Key-Value bucket in Go, with the libraries that a Go team would take: net/http,
// graph-gophers/graphql-go and nats.go. It answers the operations of the gateway benchmark with the same bytes as kvgraph.
//
//	PORT=8090 NATS_URL=nats://127.0.0.1:4222 BUCKET=kv gateway
package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"

	graphql "github.com/graph-gophers/graphql-go"
	"github.com/nats-io/nats.go"
)

const schemaText = `
type Query {
  kv_get(key: String!): kv_KeyValueEntry
  kv_history(key: String!): [kv_KeyValueEntry!]!
}
type Mutation { kv_put(key: String!, value: kv_InputValue!): kv_KeyValueEntry }
type kv_KeyValueEntry { key: String! value: kv_Value revision: Int! created: Int! }
type kv_Value { token: String! }
input kv_InputValue { token: String! }
`

type value struct {
	Token string `json:"token"`
}

type entry struct {
	Key      string
	Value    *value
	Revision int32
	Created  int32
}

func newEntry(stored nats.KeyValueEntry) (*entry, error) {
	result := &entry{Key: stored.Key(), Revision: int32(stored.Revision()), Created: int32(stored.Created().Unix())}
	if stored.Operation() != nats.KeyValuePut {
		return result, nil
	}
	result.Value = new(value)
	return result, json.Unmarshal(stored.Value(), result.Value)
}

type resolver struct{ bucket nats.KeyValue }

func (r *resolver) KvGet(arguments struct{ Key string }) (*entry, error) {
	stored, err := r.bucket.Get(arguments.Key)
	if errors.Is(err, nats.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return newEntry(stored)
}

func (r *resolver) KvHistory(arguments struct{ Key string }) ([]*entry, error) {
	history, err := r.bucket.History(arguments.Key)
	if err != nil && !errors.Is(err, nats.ErrKeyNotFound) {
		return nil, err
	}
	entries := make([]*entry, len(history))
	for index, stored := range history {
		if entries[index], err = newEntry(stored); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func (r *resolver) KvPut(arguments struct {
	Key   string
	Value value
}) (*entry, error) {
	text, err := json.Marshal(arguments.Value)
	if err != nil {
		return nil, err
	}
	revision, err := r.bucket.Put(arguments.Key, text)
	if err != nil {
		return nil, err
	}
	return &entry{Key: arguments.Key, Value: &arguments.Value, Revision: int32(revision)}, nil
}

func main() {
	connection, err := nats.Connect(os.Getenv("NATS_URL"))
	if err != nil {
		log.Fatal(err)
	}
	stream, err := connection.JetStream()
	if err != nil {
		log.Fatal(err)
	}
	bucket, err := stream.KeyValue(os.Getenv("BUCKET"))
	if err != nil {
		log.Fatal(err)
	}
	schema := graphql.MustParseSchema(schemaText, &resolver{bucket}, graphql.UseFieldResolvers())
	http.HandleFunc("/graphql", func(response http.ResponseWriter, request *http.Request) {
		var parameters struct {
			Query         string
			OperationName string
			Variables     map[string]interface{}
		}
		text, err := io.ReadAll(request.Body)
		if err == nil {
			err = json.Unmarshal(text, &parameters)
		}
		if err != nil {
			http.Error(response, err.Error(), http.StatusBadRequest)
			return
		}
		result := schema.Exec(request.Context(), parameters.Query, parameters.OperationName, parameters.Variables)
		body, err := json.Marshal(result)
		if err != nil {
			http.Error(response, err.Error(), http.StatusInternalServerError)
			return
		}
		response.Header().Set("Content-Type", "application/json")
		response.Write(body)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
