# Problemen van de interface: wat er gebeurde
client-unknown = Geen API-client heeft dit kenmerk en geheim.
client-too-fast = Deze client heeft alle aanroepen gedaan die hij nu mag doen.
