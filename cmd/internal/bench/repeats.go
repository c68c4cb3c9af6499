package bench

import (
	"math"
	"slices"
)

// Repeats are the samples of one measure and subject: a slice for each repeat.
type Repeats [][]float64

// Median is the result by the median of all samples; its spread is that of the
// repeats' medians.
func (r Repeats) Median(m Measure, s Subject) Result { return r.Quantile(0.5, m, s) }

// Quantile is the result by a quantile of all samples, 1 being the highest; its
// spread is that of the repeats' own quantiles.
func (r Repeats) Quantile(q float64, m Measure, s Subject) Result {
	res := Result{Measure: m, Subject: s}
	var all []float64
	for _, samples := range r {
		if len(samples) == 0 {
			continue
		}
		v := quantile(samples, q)
		if len(all) == 0 {
			res.Low, res.High = v, v
		}
		res.Low, res.High = min(res.Low, v), max(res.High, v)
		all = append(all, samples...)
	}
	res.N = len(all)
	if res.N > 0 {
		res.Value = quantile(all, q)
	}
	return res
}

// quantile is the nearest rank's, but for the median of an even number of
// samples, which is the mean of the middle two.
func quantile(samples []float64, q float64) float64 {
	s := slices.Sorted(slices.Values(samples))
	if n := len(s); q == 0.5 && n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	i := int(math.Ceil(q*float64(len(s)))) - 1
	return s[min(max(i, 0), len(s)-1)]
}
