namespace KubeSharp.Client.Informers;

/// <param name="Old">As it was; null: it is new.</param>
/// <param name="New">As it is; null: it is gone.</param>
public readonly record struct InformerChange<T>(T? Old, T? New) where T : class;
