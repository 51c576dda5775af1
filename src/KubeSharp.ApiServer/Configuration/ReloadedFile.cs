using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>
/// A configuration file that counts anew when its content changes: looked at again and again. Content that does not hold is told of and passed
/// by: what held before goes on to hold.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="content">What holds already.</param>
/// <param name="apply">Takes new content; what it throws as FormatException is a mistake in it.</param>
public sealed partial class ReloadedFile(string path, string content, Func<string, CancellationToken, ValueTask> apply, TimeProvider time, ILogger logger)
{
    /// <summary>How often it is looked at, as upstream.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private string _last = content;

    /// <summary>Follows it until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false)) { await LookAsync(cancellation).ConfigureAwait(false); }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
    }

    /// <summary>Looks once; whether there was something new that holds.</summary>
    public async ValueTask<bool> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var now = await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false);
            if (now == _last) { return false; }
            _last = now;
            await apply(now, cancellation).ConfigureAwait(false);
            LogTaken(path);
            return true;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            LogRefused(path, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "configuration {Path} changed and was taken")]
    private partial void LogTaken(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "configuration {Path} changed and was not taken, what held before goes on to hold: {Reason}")]
    private partial void LogRefused(string path, string reason);
}
