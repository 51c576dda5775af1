using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Statuses;

/// <summary>What an API server says of a refusal (meta/v1 Status with status Failure).</summary>
/// <param name="Code">HTTP status code.</param>
/// <param name="Reason">One of <see cref="StatusReason"/>.</param>
/// <param name="Message">For people.</param>
public sealed record Status(int Code, string Reason, string Message)
{
    /// <summary>Name of the object it is about.</summary>
    public string Name { get; init; } = "";
    /// <summary>API group of the object.</summary>
    public string Group { get; init; } = "";
    /// <summary>Kind or resource of the object.</summary>
    public string Kind { get; init; } = "";
    /// <summary>Uid of the object.</summary>
    public string Uid { get; init; } = "";
    /// <summary>Ask again after so many seconds; 0: unsaid.</summary>
    public int RetryAfterSeconds { get; init; }
    /// <summary>Each thing that is wrong.</summary>
    public ImmutableArray<StatusCause> Causes { get; init; } = [];
    /// <summary>For Expired: a token that continues the list at the newest version.</summary>
    public string Continue { get; init; } = "";

    /// <summary>Details are there even if nothing is said in them. Compat: where upstream answers from the HTTP code alone. Default: no.</summary>
    public bool HasEmptyDetails { get; init; }

    private bool HasDetails => HasEmptyDetails || Name.Length + Group.Length + Kind.Length + Uid.Length + RetryAfterSeconds > 0 || !Causes.IsEmpty;

    /// <summary>The Status object of the wire.</summary>
    public ObjectNode ToNode()
    {
        var details = HasDetails
            ? ObjectNode.Of(("name", Text(Name)), ("group", Text(Group)), ("kind", Text(Kind)), ("uid", Text(Uid)),
                ("causes", Causes.IsEmpty ? null : new ArrayNode([.. Causes.Select(CauseNode)])),
                ("retryAfterSeconds", RetryAfterSeconds == 0 ? null : (Node)RetryAfterSeconds))
            : null;
        return ObjectNode.Of(("kind", "Status"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("continue", Text(Continue)))), ("status", "Failure"),
            ("message", Message), ("reason", Text(Reason)), ("details", details), ("code", Code));
    }

    /// <summary>Reads a Status; null where the tree is not one.</summary>
    public static Status? From(Node node)
    {
        if (node.TextAt("kind") != "Status") { return null; }
        return new Status(Number(node.At("code")), node.TextAt("reason") ?? "", node.TextAt("message") ?? "")
        {
            Name = node.TextAt("details", "name") ?? "",
            Group = node.TextAt("details", "group") ?? "",
            Kind = node.TextAt("details", "kind") ?? "",
            Uid = node.TextAt("details", "uid") ?? "",
            RetryAfterSeconds = Number(node.At("details", "retryAfterSeconds")),
            Continue = node.TextAt("metadata", "continue") ?? "",
            Causes = node.At("details", "causes") is ArrayNode causes
                ? [.. causes.Select(c => new StatusCause(c.TextAt("reason") ?? "", c.TextAt("message") ?? "", c.TextAt("field") ?? ""))]
                : [],
        };
    }

    private static Node? Text(string text) => text.Length == 0 ? null : (Node)text;

    private static ObjectNode CauseNode(StatusCause cause) =>
        ObjectNode.Of(("reason", Text(cause.Reason)), ("message", Text(cause.Message)), ("field", Text(cause.Field)));

    private static int Number(Node? node) => node is NumberNode number ? (int)number.Integer : 0;
}
