using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli;

/// <summary>What users are told when a command fails.</summary>
internal static class FailureText
{
    private const int FailedCode = 1;

    /// <summary>Writes it; returns the exit code.</summary>
    public static async Task<int> WriteAsync(Exception failure, string command, TextWriter to)
    {
        if (failure is AggregateException { InnerExceptions: [var only] }) { failure = only; }
        if (failure is CliException { FatalAt.Length: > 0 }) { return FailedCode; }
        if (failure is AggregateException many)
        {
            // Compat: of several failures each is told as it stands, without "error: "; of those that came together among others only what they say.
            foreach (var one in many.InnerExceptions) { await to.WriteLineAsync(one is AggregateException several ? Together(several) : one switch { CliException => one.Message, StatusException refusal => Told(refusal.Status), _ => Of(one) }); }
            return FailedCode;
        }
        var text = Of(failure);
        await to.WriteAsync(text.EndsWith('\n') ? text : text + "\n");
        if (failure is CliException { IsUsage: true }) { await to.WriteLineAsync($"See 'kubectl {command} -h' for help and examples"); }
        return (failure as CliException)?.ExitCode ?? FailedCode;
    }

    /// <summary>Logs what upstream logs: of a server whose groups could not be asked for, and failures that end its program at once.</summary>
    public static async Task LogAsync(Exception failure, Terminal to)
    {
        if (failure is CliException { FatalAt: { Length: > 0 } place }) { await to.Error.WriteLineAsync(KlogLine.Of('F', to.Time.GetLocalNow(), place, failure.Message)); }
        for (var i = 0; i < (failure as CliException)?.Discoveries; i++)
        {
            await to.Error.WriteLineAsync(KlogLine.Of('E', to.Time.GetLocalNow(), "memcache.go:265", $"\"Unhandled Error\" err={JsonText.Quote($"couldn't get current server API group list: {((CliException)failure).Unreached}")}"));
        }
    }

    /// <summary>The text of a failure.</summary>
    public static string Of(Exception failure) => failure switch
    {
        StatusException refusal => OfStatus(refusal.Status),
        CliException { IsPlain: true } => failure.Message,
        CliException when failure.Message.StartsWith("error: ", StringComparison.Ordinal) => failure.Message,
        FileNotFoundException file => $"error: open {file.FileName}: no such file or directory",
        _ => $"error: {failure.Message}",
    };

    private static string Together(AggregateException failures)
    {
        string[] told = [.. failures.Flatten().InnerExceptions.Select(static f => f.Message).Distinct()];
        return told.Length == 1 ? told[0] : $"[{string.Join(", ", told)}]";
    }

    private static string OfStatus(Status status) => status.Reason == StatusReason.Invalid ? OfInvalid(status) : Told(status);

    private static string Told(Status status)
    {
        if (status.Reason == StatusReason.Unauthorized) { return $"error: You must be logged in to the server ({Escapes.Neutralize(status.Message)})"; }
        return Escapes.Neutralize(status.Reason.Length == 0 ? $"Error from server: {status.Message}" : $"Error from server ({status.Reason}): {status.Message}");
    }

    private static string OfInvalid(Status status)
    {
        var subject = status.Kind.Length + status.Name.Length > 0 ? $"The {status.Kind} \"{status.Name}\" is invalid" : "The request is invalid";
        if (status.Causes.IsEmpty) { return status.Kind.Length + status.Name.Length > 0 ? subject : $"{subject}: {status.Message}"; }
        var causes = status.Causes.Select(static c => $"{c.Field}: {c.Message}").Distinct().ToArray();
        return Escapes.Neutralize(causes.Length == 1 ? $"{subject}: {causes[0]}" : $"{subject}: \n{string.Join('\n', causes.Select(static c => $"* {c}"))}");
    }
}
