using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Audit;

/// <summary>What is recorded of one request while it goes through the server. Bodies are kept only at a level that records them.</summary>
public sealed class AuditTrail(AuditRule rule, UserIdentity user, DateTimeOffset received)
{
    private Node? _requestObject;
    private Node? _responseObject;

    /// <summary>How it is recorded.</summary>
    public AuditRule Rule => rule;

    /// <summary>The trail of a request; null: it is not recorded.</summary>
    public static AuditTrail? Of(HttpContext http) => http.Features.Get<AuditTrail>();

    /// <summary>The answer is recorded, too.</summary>
    public bool RecordsAnswer => rule.Level >= AuditLevel.RequestResponse;

    /// <summary>What was sent: an object, or a patch.</summary>
    public void Sent(Node value)
    {
        if (rule.Level >= AuditLevel.Request) { _requestObject ??= value is ObjectNode sent ? Shown(sent) : value; }
    }

    /// <summary>What is answered, JSON.</summary>
    public void Answered(ReadOnlyMemory<byte> json)
    {
        if (RecordsAnswer) { _responseObject = Node.Parse(json.Span) is ObjectNode value ? Shown(value) : null; }
    }

    /// <summary>The event at a stage. Source: audit.k8s.io/v1 Event.</summary>
    public ObjectNode Event(RequestScope scope, string stage, DateTimeOffset now)
    {
        var (http, info) = (scope.Http, scope.Info);
        var isComplete = stage is "ResponseComplete" or "Panic";
        return ObjectNode.Of(("kind", "Event"), ("apiVersion", "audit.k8s.io/v1"), ("level", rule.Level.ToString()), ("auditID", http.Response.Headers["Audit-Id"].ToString()), ("stage", stage),
            ("requestURI", $"{http.Request.Path}{http.Request.QueryString}"), ("verb", info.Verb), ("user", UserNodes.Write(user)),
            ("impersonatedUser", ReferenceEquals(scope.User, user) || stage == "RequestReceived" ? null : UserNodes.Write(scope.User)),
            ("authenticationMetadata", scope.ImpersonationConstraint.Length > 0 ? ObjectNode.Of(("impersonationConstraint", scope.ImpersonationConstraint)) : null),
            ("sourceIPs", http.Connection.RemoteIpAddress is { } address ? ArrayNode.Of((address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()) : null),
            ("userAgent", Text(http.Request.Headers.UserAgent.ToString())), ("objectRef", info.IsResourceRequest ? Reference(info) : null),
            ("responseStatus", stage == "RequestReceived" ? null : Status(http.Response.StatusCode)), ("requestObject", _requestObject), ("responseObject", isComplete ? _responseObject : null),
            ("requestReceivedTimestamp", Moment(received)), ("stageTimestamp", Moment(now)), ("annotations", Annotations(scope)));
    }

    /// <summary>The event of a request of which it is not known who made it.</summary>
    public ObjectNode Refusal(RequestScope scope, string message, DateTimeOffset now)
    {
        var status = Status(StatusCodes.Status401Unauthorized).Set("message", message).Set("reason", "Unauthorized");
        return Event(scope, "ResponseStarted", now).Set("user", ObjectNode.Empty).Set("responseStatus", status);
    }

    private static ObjectNode Status(int code) => ObjectNode.Of(("metadata", ObjectNode.Empty), ("status", code >= 400 ? (Node)"Failure" : null), ("code", code));

    private static ObjectNode Reference(RequestInfo info) => ObjectNode.Of(("resource", Text(info.Resource)), ("namespace", Text(info.Namespace)), ("name", Text(info.Name)),
        ("apiGroup", Text(info.Group)), ("apiVersion", Text(info.Version)), ("subresource", Text(info.Subresource)));

    private static ObjectNode? Annotations(RequestScope scope)
    {
        if (scope.AuditAnnotations.IsEmpty) { return null; }
        var annotations = ObjectNode.Empty;
        foreach (var (key, value) in scope.AuditAnnotations.OrderBy(static a => a.Key, StringComparer.Ordinal)) { annotations = annotations.Set(key, value); }
        return annotations;
    }

    private ObjectNode Shown(ObjectNode value)
    {
        if (!rule.OmitsManagedFields) { return value; }
        value = value.At("metadata", "managedFields") is null ? value : (ObjectNode)value.With(["metadata", "managedFields"], null);
        return value.EditItems("items", static i => i.At("metadata", "managedFields") is null ? i : (ObjectNode)i.With(["metadata", "managedFields"], null));
    }

    private static Node? Text(string text) => text.Length > 0 ? (Node)text : null;

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
