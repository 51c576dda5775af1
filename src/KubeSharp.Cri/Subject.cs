using KubeSharp.Cri.V1;

namespace KubeSharp.Cri;

/// <summary>What an error message calls the thing a request was about.</summary>
internal static class Subject
{
    public static string? Of(PodSandboxConfig? sandbox) =>
        sandbox?.Metadata is { } metadata ? $"{metadata.Namespace}/{metadata.Name}" : null;

    public static string? Of(CreateContainerRequest request) =>
        request.Config?.Metadata is { } metadata ? $"{metadata.Name} in {Of(request.SandboxConfig) ?? request.PodSandboxId}" : request.PodSandboxId;
}
