using KubeSharp.Api;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>Asks admission before a connection (exec, attach, port-forward, proxy) is made. What is admitted are the options of the connection.</summary>
public sealed class ConnectAdmission(ISubresource inner, AdmissionChain admission) : ISubresource
{
    private static readonly string[] _flags = ["stdin", "stdout", "stderr", "tty"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths => inner.Paths;

    /// <inheritdoc/>
    public async Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        if (ResourceDefinition.Subresource(version, scope.Info.Subresource) is { Name: not "log", Kind: var kind })
        {
            var request = new AdmissionRequest
            {
                Operation = AdmissionOperation.Connect,
                Resource = version,
                Subresource = scope.Info.Subresource,
                Namespace = ObjectEndpoints.NamespaceOf(scope, definition),
                Name = scope.Info.Name,
                Object = Options(scope, kind),
                User = scope.User,
                Warn = scope.Warn,
                Annotate = scope.Annotate,
            };
            request = request with { Object = await admission.MutateAsync(request, scope.Cancellation).ConfigureAwait(false) };
            await admission.ValidateAsync(request, scope.Cancellation).ConfigureAwait(false);
        }
        await inner.HandleAsync(scope, definition, version).ConfigureAwait(false);
    }

    private static ObjectNode Options(RequestScope scope, string kind)
    {
        var options = ObjectNode.Of(("kind", kind), ("apiVersion", "v1"));
        if (kind.EndsWith("ProxyOptions", StringComparison.Ordinal)) { return options.Set("path", scope.Info.Rest.Length > 0 ? scope.Info.Rest : "/"); }
        foreach (var flag in _flags.Where(scope.IsAsked)) { options = options.Set(flag, true); }
        if (scope.Query("container") is { Length: > 0 } container) { options = options.Set("container", container); }
        var command = scope.Http.Request.Query["command"];
        return command.Count > 0 ? options.Set("command", new ArrayNode([.. command.Select(static c => (Node)(c ?? ""))])) : options;
    }
}
