using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Counts uses of service accounts' tokens under upstream's names. Source: Kubernetes Metrics Reference.</summary>
public sealed class TokenUses
{
    private readonly Metric _legacy = Counter("legacy_tokens_total", "Cumulative legacy service account tokens used");
    private readonly Metric _manual = Counter("legacy_manual_token_uses_total", "Cumulative manually created legacy tokens used");
    private readonly Metric _generated = Counter("legacy_auto_token_uses_total", "Cumulative auto-generated legacy tokens used");
    private readonly Metric _invalid = Counter("invalid_legacy_auto_token_uses_total", "Cumulative invalid auto-generated legacy tokens used");
    private readonly Metric _valid = Counter("valid_tokens_total", "Cumulative valid projected service account tokens used");
    private readonly Metric _stale = Counter("stale_tokens_total", "Cumulative stale projected service account tokens used");

    /// <summary>A token in a secret was used.</summary>
    /// <param name="isGenerated">An old cluster made it by itself.</param>
    public void Legacy(bool isGenerated)
    {
        _legacy.Add(1);
        (isGenerated ? _generated : _manual).Add(1);
    }

    /// <summary>A token in a secret was shown that does not hold any more.</summary>
    public void Invalid() => _invalid.Add(1);

    /// <summary>A token that holds for longer than was asked for was used.</summary>
    /// <param name="isStale">After the time that was asked for.</param>
    public void Extended(bool isStale) => (isStale ? _stale : _valid).Add(1);

    /// <summary>The counters in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var metric in (ReadOnlySpan<Metric>)[_legacy, _manual, _generated, _invalid, _valid, _stale]) { metric.Write(text); }
    }

    private static Metric Counter(string name, string help) => new("serviceaccount_" + name, "counter", help);
}
