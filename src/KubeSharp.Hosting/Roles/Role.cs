namespace KubeSharp.Hosting.Roles;

/// <summary>A role made of a function.</summary>
public sealed class Role(string name, Func<RoleContext, CancellationToken, Task> run) : IRole
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Task RunAsync(RoleContext context, CancellationToken cancellation) => run(context, cancellation);

    /// <summary>A role that others need not wait for.</summary>
    public static Role Of(string name, Func<CancellationToken, Task> run) => new(name, (context, cancellation) =>
    {
        context.Started();
        return run(cancellation);
    });
}
