using Microsoft.Extensions.Logging;

namespace KubeSharp.Hosting.Logging;

/// <summary>The logger factory without the machinery of filters and options, which costs start-up time.</summary>
public sealed class KlogFactory(KlogProvider provider) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Microsoft.", StringComparison.Ordinal)
        ? new Quiet(provider.CreateLogger(categoryName)) : provider.CreateLogger(categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider added) => throw new NotSupportedException("there is one provider only");

    /// <inheritdoc/>
    public void Dispose() => provider.Dispose();

    // The web server says at information level what is of no use to the reader of our log.
    private sealed class Quiet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) { inner.Log(logLevel, eventId, state, exception, formatter); }
        }
    }
}
