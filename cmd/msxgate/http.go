package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"msxgate/gateway"
)

// serveHTTP answers /metrics, for Prometheus, and /healthz until ctx ends.
func (n *node) serveHTTP(ctx context.Context, addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(n.metrics(), promhttp.HandlerOpts{}))
	mux.HandleFunc("/healthz", n.health)
	s := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { s.Close() })
	go func() {
		if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			n.config.log.WithError(err).Error("Metrics and health are not served any more")
		}
	}()
	n.config.log.WithField("address", l.Addr().String()).Info("Metrics and health are served")
	return nil
}

func (n *node) metrics() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "msxgate_connections", Help: "Open TDS connections."},
			func() float64 { return float64(n.server.Connections()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "msxgate_agent_running", Help: "1 while the agent takes requests."}, n.agentRunning),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "msxgate_jobs_running", Help: "Jobs that the agent runs at this moment."}, n.jobsRunning),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "msxgate_info", Help: "1, with the version.", ConstLabels: prometheus.Labels{"version": gateway.Version, "server": n.config.name},
		}, func() float64 { return 1 }),
	)
	return r
}

func (n *node) agentRunning() float64 {
	if n.agent != nil && n.agent.Running() {
		return 1
	}
	return 0
}

func (n *node) jobsRunning() float64 {
	if n.agent == nil {
		return 0
	}
	return float64(len(n.agent.Jobs()))
}

// health says 200 while the store answers a query.
func (n *node) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	db, err := n.connect("msdb", "msxgate health")
	if err == nil {
		defer db.Close()
		var one int
		err = db.QueryRowContext(ctx, "SELECT 1").Scan(&one)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ok\n"))
}
