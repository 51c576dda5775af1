using System.Buffers.Binary;
using System.Globalization;

namespace KubeSharp.Machinery.Tracing;

/// <summary>Begins traces: those that whoever asks wants recorded, and a part of all others. Source: Traces for Kubernetes System Components.</summary>
public sealed class Tracer(TracingConfiguration configuration, Action<Span> take, TimeProvider time, Random random)
{
    internal DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Begins work that nobody here is part of.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="kind">What it is to its neighbours.</param>
    /// <param name="sent">The span that led to it; null: none.</param>
    /// <param name="isTrusted">That span contains it and decides whether it is recorded; of another it is only noted.</param>
    public Span Begin(string name, SpanKind kind = SpanKind.Internal, TraceContext? sent = null, bool isTrusted = false)
    {
        var outer = isTrusted ? sent : null;
        var trace = outer?.Trace ?? NewId(16);
        // What is not recorded is passed on all the same, so that those who are called know.
        return new Span(this, name, kind, new TraceContext(trace, NewId(8), outer?.IsSampled ?? IsChosen(trace)), outer?.Span ?? "", isTrusted ? null : sent);
    }

    internal Span Begin(string name, SpanKind kind, Span outer) => new(this, name, kind, outer.Context with { Span = NewId(8) }, outer.Context.Span, null);

    internal void Take(Span span)
    {
        if (span.Context.IsSampled) { take(span); }
    }

    // By the trace's own number, so that all who are asked with it choose alike.
    private bool IsChosen(string trace)
    {
        var number = ulong.Parse(trace.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) >> 1;
        return configuration.SamplesPerMillion > 0 && number < (ulong)(configuration.SamplesPerMillion / 1e6 * (1UL << 63));
    }

    private string NewId(int bytes)
    {
        var id = new byte[bytes];
        // One of nothing but zeros is none.
        do { lock (random) { random.NextBytes(id); } } while (BinaryPrimitives.ReadUInt64BigEndian(id.AsSpan(bytes - 8)) == 0);
        return Convert.ToHexStringLower(id);
    }
}
