using Microsoft.Extensions.Logging;

namespace KubeSharp.Hosting.Logging;

internal sealed class KlogLogger(KlogProvider provider, string source) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => provider.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (provider.IsEnabled(logLevel)) { provider.Write(logLevel, source, formatter(state, exception), exception); }
    }
}
