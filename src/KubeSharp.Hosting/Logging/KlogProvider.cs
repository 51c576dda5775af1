using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Hosting.Logging;

/// <summary>
/// Logs in klog's text form: severity letter, month and day, time, process, source, message. A line is one write, so that lines of several
/// threads never mix. Source: System Logs.
/// </summary>
public sealed class KlogProvider(TextWriter output, KlogOptions options, TimeProvider time) : ILoggerProvider
{
    private const int MessageMaxChars = 16_384;
    private readonly Lock _gate = new();
    private readonly LogLevel _least = options.Verbosity switch { >= 6 => LogLevel.Trace, >= 4 => LogLevel.Debug, _ => LogLevel.Information };

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new KlogLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) { output.Flush(); }
    }

    internal bool IsEnabled(LogLevel level) => level != LogLevel.None && level >= _least;

    internal void Write(LogLevel level, string source, string message, Exception? exception)
    {
        var now = time.GetLocalNow();
        var text = new StringBuilder(message.Length + 64)
            .Append(level switch { >= LogLevel.Critical => 'F', LogLevel.Error => 'E', LogLevel.Warning => 'W', _ => 'I' })
            .Append(now.ToString("MMdd HH:mm:ss.ffffff", CultureInfo.InvariantCulture))
            .Append(CultureInfo.InvariantCulture, $" {Environment.ProcessId,7} {source}] ")
            .Append(message.AsSpan(0, Math.Min(message.Length, MessageMaxChars)));
        if (exception is not null) { text.Append('\n').Append(exception); }
        text.Append('\n');
        lock (_gate)
        {
            output.Write(text);
            output.Flush();
        }
    }
}
