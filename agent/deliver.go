package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// deliveryPauses lie between the attempts at a delivery. After the last it is given up.
var deliveryPauses = []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute}

// mostPosts caps the messages that are on their way at the same time, and deliveryPatience how long one attempt may take.
const (
	mostPosts        = 500
	deliveryPatience = 30 * time.Second
)

// Notify sends a message to addresses between semicolons, each as an operator's e-mail address is. It returns when the message is
// on its way, or with an error when it cannot go anywhere.
func (a *Agent) Notify(operator, addresses, subject, body string) error {
	posts := a.postsBy(operator, addresses, subject, body)
	if len(posts) == 0 {
		return errors.New("nobody can be reached: the server has no mail (--smtp-server), or there is no valid address")
	}
	return a.deliverAll(posts)
}

// deliverAll sends messages in the background.
func (a *Agent) deliverAll(posts []post) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == stopped || a.lasting.Err() != nil {
		return errNotRunning
	}
	ctx, closing := a.lasting, a.closing
	for _, p := range posts {
		if a.posting >= mostPosts {
			return fmt.Errorf("%d messages are on their way already", a.posting)
		}
		a.posting++
		a.postGroup.Go(func() {
			defer func() {
				a.mu.Lock()
				defer a.mu.Unlock()
				a.posting--
			}()
			a.deliverPost(ctx, closing, p)
		})
	}
	return nil
}

// deliverPost sends a message and tries again after a while. When the agent stops, the next attempt is made at once and is the last.
func (a *Agent) deliverPost(ctx context.Context, closing <-chan struct{}, p post) {
	log := a.Log.WithField("operator", p.operator)
	for try := 0; ; try++ {
		err := a.send(ctx, p)
		if err == nil {
			log.Info("Operator notified")
			return
		}
		last := try >= len(deliveryPauses)
		select {
		case <-closing:
			last = last || try > 0
		default:
		}
		if last || ctx.Err() != nil {
			log.WithError(err).Error("Operator not notified; it is given up")
			return
		}
		log.WithError(err).Warn("Operator not notified yet; it will be tried again")
		ring, stop := a.alarm(deliveryPauses[try])
		select {
		case <-ring:
		case <-closing:
		case <-ctx.Done():
		}
		stop()
	}
}

func (a *Agent) send(ctx context.Context, p post) error {
	ctx, cancel := context.WithTimeout(ctx, deliveryPatience)
	defer cancel()
	if isHook(p.to) {
		return a.sendHook(ctx, p)
	}
	return a.Mail.send(ctx, p)
}

// sendHook posts a message as chat services take it. Nothing of the URL stands in an error: it is a secret.
func (a *Agent) sendHook(ctx context.Context, p post) error {
	body, err := json.Marshal(map[string]string{"text": p.subject + "\n" + p.body})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.to, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address is not a URL")
	}
	req.Header.Set("Content-Type", "application/json")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if a.HTTP != nil {
		client.Transport = a.HTTP
	}
	answer, err := client.Do(req)
	if err != nil {
		var where *url.Error
		if errors.As(err, &where) {
			err = where.Err
		}
		return fmt.Errorf("post to %s: %w", req.URL.Host, err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10))
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("%s answered %s", req.URL.Host, answer.Status)
	}
	return nil
}
