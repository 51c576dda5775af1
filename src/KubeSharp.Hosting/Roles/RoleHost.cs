using KubeSharp.Hosting.Health;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Hosting.Roles;

/// <summary>
/// Runs roles: starts them in order, each once the one before it has started; starts a failed one again; stops them in reverse order.
/// </summary>
public sealed partial class RoleHost(IReadOnlyList<IRole> roles, ILoggerFactory loggers, TimeProvider time, IHealth health)
{
    /// <summary>Wait before a failed role's first new start; doubles each time.</summary>
    public const int BackoffMinSeconds = 1;
    /// <summary>The longest wait before a new start.</summary>
    public const int BackoffMaxSeconds = 60;
    /// <summary>A role that ran this long begins with the shortest back-off again.</summary>
    public const int BackoffResetSeconds = 300;
    /// <summary>What a role may take to end before it is left behind.</summary>
    public const int ShutdownMaxSeconds = 10;

    private readonly ILogger _logger = loggers.CreateLogger<RoleHost>();

    /// <summary>Runs the roles until cancelled, then ends them. Throws what a role threw that failed before it had started.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var running = new Stack<Running>();
        try
        {
            foreach (var role in roles)
            {
                var (started, stopping) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new CancellationTokenSource());
                health.AddLive(role.Name, () => started.Task.IsCompletedSuccessfully);
                running.Push(new Running(role.Name, KeepRunningAsync(role, started, stopping.Token), stopping));
                await started.Task.WaitAsync(cancellation).ConfigureAwait(false);
                LogStarted(role.Name);
            }
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
        finally
        {
            while (running.TryPop(out var last)) { await StopAsync(last).ConfigureAwait(false); }
        }
    }

    /// <summary>How long to wait before the n-th new start in a row; the first is 0.</summary>
    public static TimeSpan Backoff(int failures) =>
        TimeSpan.FromSeconds(Math.Min(BackoffMaxSeconds, BackoffMinSeconds * Math.Pow(2, Math.Min(failures, 16))));

    private async Task KeepRunningAsync(IRole role, TaskCompletionSource started, CancellationToken stopping)
    {
        var context = new RoleContext(loggers, time, health, () => started.TrySetResult());
        for (var failures = 0; ; failures++)
        {
            var begin = time.GetTimestamp();
            try
            {
                await role.RunAsync(context, stopping).ConfigureAwait(false);
                if (stopping.IsCancellationRequested) { return; }
                LogEnded(role.Name);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return; }
            // One role's failure, whatever it is, must not end the others. But what has never started will not by being tried again.
            catch (Exception e)
            {
                LogFailed(e, role.Name);
                if (started.TrySetException(e)) { return; }
            }
            if (time.GetElapsedTime(begin).TotalSeconds > BackoffResetSeconds) { failures = 0; }
            try { await Task.Delay(Backoff(failures), time, stopping).ConfigureAwait(false); }
            catch (OperationCanceledException) { return; }
        }
    }

    private async Task StopAsync(Running role)
    {
        await role.Stopping.CancelAsync().ConfigureAwait(false);
        try { await role.Task.WaitAsync(TimeSpan.FromSeconds(ShutdownMaxSeconds), time).ConfigureAwait(false); }
        catch (TimeoutException) { LogLeftBehind(role.Name, ShutdownMaxSeconds); }
        role.Stopping.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Role} started")]
    private partial void LogStarted(string role);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Role} ended by itself")]
    private partial void LogEnded(string role);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Role} failed")]
    private partial void LogFailed(Exception exception, string role);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Role} did not end within {Seconds} s and is left behind")]
    private partial void LogLeftBehind(string role, int seconds);

    private sealed record Running(string Name, Task Task, CancellationTokenSource Stopping);
}
