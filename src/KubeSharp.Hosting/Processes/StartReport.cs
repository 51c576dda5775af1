namespace KubeSharp.Hosting.Processes;

/// <summary>
/// What a starting process tells its starter, a line each: "step TEXT" begins a step, "fail TEXT" and "ready" end the report. A starter that
/// has gone away is no failure.
/// </summary>
public sealed class StartReport(TextWriter? output) : IDisposable
{
    private readonly Lock _gate = new();
    private TextWriter? _output = output;

    /// <summary>A report that nobody reads.</summary>
    public static StartReport None { get; } = new(null);

    /// <summary>The next step begins.</summary>
    public void Step(string text) => Write("step " + text, isLast: false);

    /// <summary>The start failed; one line for the user.</summary>
    public void Fail(string text) => Write("fail " + text.ReplaceLineEndings(" "), isLast: true);

    /// <summary>All is up.</summary>
    public void Ready() => Write("ready", isLast: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) { Close(); }
    }

    private void Write(string line, bool isLast)
    {
        lock (_gate)
        {
            try { _output?.WriteLine(line); }
            catch (IOException) { Close(); }
            if (isLast) { Close(); }
        }
    }

    private void Close()
    {
        var output = _output;
        _output = null;
        try { output?.Dispose(); }
        catch (IOException) { return; }
    }
}
