namespace KubeSharp.Cri.Docker;

/// <param name="Operation">The call of the runtime interface that is being answered.</param>
/// <param name="Subject">What it is about; null: nothing in particular.</param>
internal readonly record struct DockerCall(string Operation, string? Subject);
