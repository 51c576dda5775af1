using System.Globalization;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Serving;

/// <summary>What of a log is wanted. Source: PodLogOptions.</summary>
public sealed record LogOptions
{
    /// <summary>Go on as the container writes.</summary>
    public bool Follow { get; init; }
    /// <summary>The log of the container before.</summary>
    public bool Previous { get; init; }
    /// <summary>Write the time before each line.</summary>
    public bool Timestamps { get; init; }
    /// <summary>Only so many last lines; null: all.</summary>
    public long? TailLines { get; init; }
    /// <summary>Only what was written since; null: all.</summary>
    public DateTimeOffset? Since { get; init; }
    /// <summary>No more than so many bytes; null: all.</summary>
    public long? LimitBytes { get; init; }
    /// <summary>stdout, stderr; empty: both.</summary>
    public string Stream { get; init; } = "";

    /// <summary>Reads them from a query.</summary>
    /// <exception cref="StatusException">A value makes no sense.</exception>
    public static LogOptions From(IQueryCollection query, DateTimeOffset now)
    {
        var sinceSeconds = Number("sinceSeconds", 1);
        return new LogOptions
        {
            Follow = Flag("follow"),
            Previous = Flag("previous"),
            Timestamps = Flag("timestamps"),
            TailLines = Number("tailLines", 0),
            LimitBytes = Number("limitBytes", 1),
            Stream = Text("stream") switch { "Stdout" => "stdout", "Stderr" => "stderr", _ => "" },
            Since = sinceSeconds is { } seconds ? now.AddSeconds(-seconds)
                : Text("sinceTime") is { Length: > 0 } time
                    ? DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : throw Invalid("sinceTime", time)
                    : null,
        };

        // Of a value given twice the first counts.
        string Text(string name) => query[name] is [{ } first, ..] ? first : "";

        bool Flag(string name) => Text(name) is "true" or "1";

        long? Number(string name, long min) => Text(name) is not { Length: > 0 } text ? null
            : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= min ? number : throw Invalid(name, text);
    }

    private static StatusException Invalid(string name, string value) =>
        new(new Machinery.Statuses.Status(422, StatusReason.Invalid, $"PodLogOptions \"\" is invalid: {name}: Invalid value: \"{value}\""));
}
