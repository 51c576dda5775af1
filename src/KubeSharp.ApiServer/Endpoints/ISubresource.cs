using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What is served under an object beside its status (scale, binding, log), or a kind that is only posted and never stored.</summary>
public interface ISubresource
{
    /// <summary>RESOURCE/NAME (pods/binding), */NAME for any resource, or RESOURCE/ for a kind that is not stored.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Answers.</summary>
    Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version);
}
