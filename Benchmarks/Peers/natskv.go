// Keeps Key-Value operations in flight on one connection of nats.go, as NATSBenchmark does:
//
//	natskv URL get|put IN_FLIGHT SECONDS KEYS BUCKET
package main

import (
	"fmt"
	"log"
	"os"
	"sort"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

type result struct {
	latencies []int64
	failures  int
}

func main() {
	if len(os.Args) != 7 {
		log.Fatal("usage: natskv URL get|put IN_FLIGHT SECONDS KEYS BUCKET")
	}
	isPut := os.Args[2] == "put"
	inFlight, _ := strconv.Atoi(os.Args[3])
	seconds, _ := strconv.ParseFloat(os.Args[4], 64)
	keys, _ := strconv.Atoi(os.Args[5])
	connection, err := nats.Connect(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	stream, err := connection.JetStream()
	if err != nil {
		log.Fatal(err)
	}
	bucket, err := stream.KeyValue(os.Args[6])
	if err != nil {
		log.Fatal(err)
	}
	value := make([]byte, 117)
	for i := range value {
		value[i] = 'x'
	}
	start := time.Now()
	end := start.Add(time.Duration(seconds * float64(time.Second)))
	results := make([]result, inFlight)
	var group sync.WaitGroup
	for worker := 0; worker < inFlight; worker++ {
		group.Add(1)
		go func(own *result, random uint64) {
			defer group.Done()
			for {
				began := time.Now()
				if !began.Before(end) {
					return
				}
				random ^= random << 13
				random ^= random >> 7
				random ^= random << 17
				key := fmt.Sprintf("user.%d", random%uint64(keys))
				var err error
				if isPut {
					_, err = bucket.Put(key, value)
				} else {
					_, err = bucket.Get(key)
				}
				if err != nil {
					own.failures++
				}
				own.latencies = append(own.latencies, time.Since(began).Microseconds())
			}
		}(&results[worker], uint64(worker+1)*0x9E3779B97F4A7C15)
	}
	group.Wait()
	elapsed := time.Since(start).Seconds()
	var latencies []int64
	failures := 0
	for _, r := range results {
		latencies = append(latencies, r.latencies...)
		failures += r.failures
	}
	sort.Slice(latencies, func(i, j int) bool { return latencies[i] < latencies[j] })
	if len(latencies) == 0 {
		fmt.Println(0, 0, 0, failures)
		return
	}
	fmt.Printf("%.0f %d %d %d\n", float64(len(latencies))/elapsed, latencies[len(latencies)/2], latencies[len(latencies)*99/100], failures)
}
