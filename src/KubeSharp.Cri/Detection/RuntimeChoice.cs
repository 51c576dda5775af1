namespace KubeSharp.Cri.Detection;

/// <summary>The runtime to use, or why there is none: exactly one of the two is set.</summary>
public sealed record RuntimeChoice
{
    private RuntimeChoice(RuntimeEndpoint? endpoint, string? problem)
    {
        Endpoint = endpoint;
        Problem = problem;
    }

    public RuntimeEndpoint? Endpoint { get; }

    /// <summary>One line for the user: what was found, and the flag that chooses.</summary>
    public string? Problem { get; }

    internal static RuntimeChoice Of(RuntimeEndpoint endpoint) => new(endpoint, null);

    internal static RuntimeChoice None(string problem) => new(null, problem);
}
