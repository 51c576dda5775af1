using System.Collections.Immutable;

namespace KubeSharp.Machinery.Statuses;

/// <summary>An error that goes over the wire, or came over it. The factories give upstream's messages.</summary>
public sealed class StatusException(Status status, Exception? cause = null) : Exception(status.Message, cause)
{
    /// <summary>What is said.</summary>
    public Status Status { get; } = status;

    /// <summary>Whether the reason is the one given.</summary>
    public bool Is(string reason) => Status.Reason == reason;

    /// <summary>404: the object is not there. <paramref name="resource"/> is its plural.</summary>
    public static StatusException NotFound(string group, string resource, string name) =>
        new(new Status(404, StatusReason.NotFound, $"{Qualified(group, resource)} \"{name}\" not found") { Name = name, Group = group, Kind = resource });

    /// <summary>404 of a path that serves nothing.</summary>
    public static StatusException NoSuchPath() =>
        new(new Status(404, StatusReason.NotFound, "the server could not find the requested resource") { HasEmptyDetails = true });

    /// <summary>409: the object is not the one that was meant, or not as it was meant.</summary>
    public static StatusException Unmet(string group, string kind, string name, string message) =>
        new(new Status(409, StatusReason.Conflict, $"Operation cannot be fulfilled on {(group.Length == 0 ? kind : $"{kind}.{group}")} \"{name}\": {message}") { Name = name, Group = group, Kind = kind });

    /// <summary>409: the name is taken.</summary>
    public static StatusException AlreadyExists(string group, string resource, string name) =>
        new(new Status(409, StatusReason.AlreadyExists, $"{Qualified(group, resource)} \"{name}\" already exists") { Name = name, Group = group, Kind = resource });

    /// <summary>409: it changed meanwhile, or a precondition does not hold.</summary>
    public static StatusException Conflict(string group, string resource, string name, string message) =>
        new(new Status(409, StatusReason.Conflict, $"Operation cannot be fulfilled on {Qualified(group, resource)} \"{name}\": {message}")
        { Name = name, Group = group, Kind = resource });

    /// <summary>403.</summary>
    public static StatusException Forbidden(string group, string resource, string name, string message) =>
        new(new Status(403, StatusReason.Forbidden, resource.Length == 0 ? $"forbidden: {message}" : $"{Qualified(group, resource)}{(name.Length == 0 ? "" : $" \"{name}\"")} is forbidden: {message}")
        { Name = name, Group = group, Kind = resource, HasEmptyDetails = resource.Length == 0 });

    /// <summary>422: fields are wrong. <paramref name="kind"/> is the kind's name.</summary>
    public static StatusException Invalid(string group, string kind, string name, ImmutableArray<StatusCause> causes)
    {
        var each = causes.Select(c => $"{c.Field}: {c.Message}").Distinct().ToArray();
        var text = each.Length == 1 ? each[0] : $"[{string.Join(", ", each)}]";
        return new(new Status(422, StatusReason.Invalid, $"{Qualified(group, kind)} \"{name}\" is invalid: {text}")
        { Name = name, Group = group, Kind = kind, Causes = causes });
    }

    /// <summary>400.</summary>
    public static StatusException BadRequest(string message, Exception? cause = null) => new(new Status(400, StatusReason.BadRequest, message), cause);

    /// <summary>401.</summary>
    public static StatusException Unauthorized(string message = "Unauthorized") => new(new Status(401, StatusReason.Unauthorized, message));

    /// <summary>405: what the path names does not know the method.</summary>
    public static StatusException MethodNotAllowed(string message = "the server does not allow this method on the requested resource") =>
        new(new Status(405, StatusReason.MethodNotAllowed, message) { HasEmptyDetails = true });

    /// <summary>410: the resource version is no longer kept.</summary>
    public static StatusException Expired(string message, string continueToken = "") =>
        new(new Status(410, StatusReason.Expired, message) { Continue = continueToken });

    /// <summary>500.</summary>
    public static StatusException Internal(string message, Exception? cause = null) =>
        new(new Status(500, StatusReason.InternalError, $"Internal error occurred: {message}"), cause);

    /// <summary>500 without a reason: an error that upstream does not turn into a status.</summary>
    public static StatusException Unforeseen(string message, Exception? cause = null) => new(new Status(500, StatusReason.Unknown, message), cause);

    /// <summary>429 with a time to wait.</summary>
    public static StatusException TooManyRequests(string message, int retryAfterSeconds) =>
        new(new Status(429, StatusReason.TooManyRequests, message) { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>503.</summary>
    public static StatusException ServiceUnavailable(string message) => new(new Status(503, StatusReason.ServiceUnavailable, message));

    private static string Qualified(string group, string name) => group.Length == 0 ? name : $"{name}.{group}";
}
