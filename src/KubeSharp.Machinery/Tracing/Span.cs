using System.Collections.Concurrent;

namespace KubeSharp.Machinery.Tracing;

/// <summary>A piece of work that is recorded: named, timed, part of another. It ends when it is disposed of. Source: OpenTelemetry Specification, tracing API.</summary>
public sealed class Span : IDisposable
{
    // Which work a line of code belongs to follows the call, and no parameter: what is below the registry knows no requests.
    private static readonly AsyncLocal<Span?> _current = new();
    private readonly Tracer _tracer;
    private readonly Span? _outer;
    private readonly ConcurrentDictionary<string, object> _attributes = new(StringComparer.Ordinal);
    private int _isOver;

    internal Span(Tracer tracer, string name, SpanKind kind, TraceContext context, string parent, TraceContext? link)
    {
        (_tracer, Name, Kind, Context, Parent, Link, _outer) = (tracer, name, kind, context, parent, link, _current.Value);
        Start = tracer.Now;
        _current.Value = this;
    }

    /// <summary>The work that is being done here; null: nothing of it is traced.</summary>
    public static Span? Current => _current.Value;

    /// <summary>What is done.</summary>
    public string Name { get; }
    /// <summary>What it is to its neighbours.</summary>
    public SpanKind Kind { get; }
    /// <summary>Itself.</summary>
    public TraceContext Context { get; }
    /// <summary>The span that it is part of; empty: none.</summary>
    public string Parent { get; }
    /// <summary>A span elsewhere that led to it without being trusted to contain it; null: none.</summary>
    public TraceContext? Link { get; }
    /// <summary>When it began.</summary>
    public DateTimeOffset Start { get; }
    /// <summary>When it ended.</summary>
    public DateTimeOffset End { get; private set; }
    /// <summary>What went wrong; null: nothing.</summary>
    public string? Error { get; private set; }
    /// <summary>Facts about it: texts, whole numbers, booleans.</summary>
    public IEnumerable<KeyValuePair<string, object>> Attributes => _attributes;

    /// <summary>Begins a piece of the work that is being done here; null where that is not traced.</summary>
    public static Span? Begin(string name, SpanKind kind = SpanKind.Internal) => _current.Value is { Context.IsSampled: true } outer ? outer._tracer.Begin(name, kind, outer) : null;

    /// <summary>Notes a fact.</summary>
    public Span Set(string name, object value)
    {
        _attributes[name] = value;
        return this;
    }

    /// <summary>Notes that it went wrong.</summary>
    public void Fail(string why) => Error = why;

    /// <summary>Notes how a request was answered.</summary>
    /// <param name="code">The answer.</param>
    /// <param name="failsFrom">The first that says that it went wrong: to who is asked the server's own faults, to who asks all.</param>
    public void Answered(int code, int failsFrom)
    {
        Set("http.response.status_code", code);
        if (code >= failsFrom) { Fail($"HTTP {code}"); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 1) { return; }
        End = _tracer.Now;
        _current.Value = _outer;
        _tracer.Take(this);
    }
}
